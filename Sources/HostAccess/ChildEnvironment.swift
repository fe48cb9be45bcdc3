import CProcess
import IncidentCore

/// The environment that commands get.
enum ChildEnvironment {
    /// Parts of the names of variables that usually hold secrets.
    ///
    /// A check has no use for the tokens of channels, which a fleet file takes from the same
    /// environment; one that needs a secret is given it by name.
    private static let secretWords = [
        "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "WEBHOOK", "CREDENTIAL", "COOKIE",
        "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "TOCSIN_",
    ]

    /// Whether a variable of this name is kept from commands.
    static func isSecret(_ name: some StringProtocol) -> Bool {
        let name = name.uppercased()
        return secretWords.contains { name.contains($0) }
    }

    /// The variables as `NAME=value`: those of this process without secrets, and the added ones.
    static func variables(adding added: [String: Secret]) -> [String] {
        var variables: [String] = []
        var next = cprocess_environment()
        while let entry = next?.pointee {
            let text = String(cString: entry)
            let name = text.prefix { $0 != "=" }
            if !isSecret(name), added[String(name)] == nil { variables.append(text) }
            next = next?.successor()
        }
        return variables + added.map { "\($0.key)=\($0.value.reveal())" }
    }
}
