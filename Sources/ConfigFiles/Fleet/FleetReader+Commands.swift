internal import FleetModel
internal import Primitives

extension FleetReader {
    /// The keys that describe a command, wherever one may stand.
    static let commandKeys = ["command", "shell", "directory", "env"]

    /// The command of a mapping that has the keys `commandKeys`.
    func command(_ fields: Fields, of owner: String) -> CommandSpec? {
        let directory = fields.optional("directory").flatMap { values.text($0, "directory") }
        let environment = variables(fields.optional("env"))
        guard fields.contains("command") != fields.contains("shell") else {
            reading.error(fields.place, "\(owner) needs exactly one of: command, shell")
            return nil
        }
        if fields.contains("shell") {
            guard let script = values.value(fields.required("shell"), "shell") else { return nil }
            return CommandSpec(
                shell: script.text,
                directory: directory,
                environment: environment,
                hidden: script.fillings.map(Secret.init)
            )
        }
        guard let node = fields.required("command"), let arguments = arguments(node) else {
            return nil
        }
        return CommandSpec(
            arguments.map(\.text),
            directory: directory,
            environment: environment,
            hidden: arguments.flatMap(\.fillings).map(Secret.init)
        )
    }

    private func arguments(_ node: YAMLNode) -> [(text: String, fillings: [String])]? {
        guard case .list(let items) = node.content else {
            return program(node, "command").map { [($0, fillings(node, "command"))] }
        }
        let arguments = items.compactMap { item in
            values.value(item, "command").map { ($0.text, $0.fillings) }
        }
        guard !items.isEmpty else {
            reading.error(node.place, "'command' must not be empty")
            return nil
        }
        guard let first = arguments.first?.0, !first.isEmpty, arguments.count == items.count else {
            return nil
        }
        return arguments
    }

    /// The texts of the environment in a value: they may be secrets.
    func fillings(_ node: YAMLNode, _ key: String) -> [String] {
        values.value(node, key)?.fillings ?? []
    }

    /// A program without arguments.
    func program(_ node: YAMLNode, _ key: String) -> String? {
        guard let program = values.text(node, key) else { return nil }
        guard !program.contains(where: \.isWhitespace) else {
            let words = program.split(whereSeparator: \.isWhitespace).prefix(3)
            reading.error(
                node.place,
                "a command with arguments is a list, such as "
                    + "command: [\(words.joined(separator: ", "))]; "
                    + "'shell' takes one text for /bin/sh"
            )
            return nil
        }
        return program
    }

    private func variables(_ node: YAMLNode?) -> [String: Secret] {
        guard let node, let entries = reading.entries(of: node, "'env'") else { return [:] }
        var variables: [String: Secret] = [:]
        for entry in entries {
            guard entry.key.isVariableName else {
                reading.error(entry.keyPlace, "this is not the name of a variable")
                continue
            }
            // Without it the command fails, and says so on the node's own row.
            variables[entry.key] =
                reading.tolerating {
                    values.value(entry.value, entry.key).map { Secret($0.text) }
                }.value
        }
        return variables
    }
}

extension String {
    /// The name of a variable of the environment (POSIX, "Environment Variable Definition").
    fileprivate var isVariableName: Bool {
        guard let first, first.isASCII, !first.isNumber else { return false }
        return allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
