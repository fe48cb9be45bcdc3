import CProcess
import FleetModel

/// The environment that commands get.
///
/// Only what programs need to run, and to reach other hosts, is handed on: a fleet file takes its
/// tokens from the same environment, under any name. A command that needs more is given it by name.
enum ChildEnvironment {
    /// The variables that say where things are.
    private static let names: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TZ", "TMPDIR", "TERM",
        "LD_LIBRARY_PATH", "SSH_AUTH_SOCK", "NO_COLOR",
    ]
    private static let beginnings = ["XDG_"]
    /// The language of programs, not of people: decimal points, English words, UTF-8.
    ///
    /// What commands write is read by a program.
    private static let locale = "LC_ALL=C.UTF-8"

    /// Whether a variable of this name is handed on.
    static func isHandedOn(_ name: some StringProtocol) -> Bool {
        names.contains(String(name)) || beginnings.contains { name.hasPrefix($0) }
    }

    /// The variables as `NAME=value`: those of this process that are handed on, the locale of
    /// programs unless another one is given, and the added ones.
    static func variables(adding added: [String: Secret]) -> [String] {
        var variables: [String] = []
        var next = cprocess_environment()
        while let entry = next?.pointee {
            let text = String(cString: entry)
            let name = text.prefix { $0 != "=" }
            if isHandedOn(name), added[String(name)] == nil { variables.append(text) }
            next = next?.successor()
        }
        let isGivenLocale = added.keys.contains { $0 == "LANG" || $0.hasPrefix("LC_") }
        if !isGivenLocale { variables.append(locale) }
        // The mark of a command is nobody's to give.
        let added = added.filter { $0.key != ProcessMark.name }
        return variables + added.map { "\($0.key)=\($0.value.reveal())" }
    }
}
