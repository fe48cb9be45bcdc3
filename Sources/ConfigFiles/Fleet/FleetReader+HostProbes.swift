internal import FleetModel
internal import Primitives

extension FleetReader {
    /// The keys that describe a command, wherever one may stand.
    static let commandKeys = ["command", "shell", "directory", "env"]

    func execProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return program(node, "exec").map { program in
                let hidden = fillings(node, "exec").map(Secret.init)
                let command = CommandSpec([program], hidden: hidden)
                return ProbeSpec(target: .exec(ExecTarget(command: command)))
            }
        }
        let own = ["name", "ok", "output", "values"]
        let keys = Self.commandKeys + own + ["every", "timeout"]
        guard let fields = fields(node, of: "exec", keys) else { return nil }
        let command = command(fields, of: "exec")
        let values = valuePicks(fields.optional("values"))
        let output = values.isEmpty ? ExecTarget.Output.auto : .json
        let target = ExecTarget(
            command: command ?? CommandSpec([]),
            name: fields.optional("name").flatMap { word($0, "name") },
            okCodes: okCodes(fields.optional("ok")),
            output: outputReading(fields, hasValues: !values.isEmpty) ?? output,
            values: values
        )
        return spec(fields, .exec(target))
    }

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
    private func fillings(_ node: YAMLNode, _ key: String) -> [String] {
        values.value(node, key)?.fillings ?? []
    }

    /// A program without arguments.
    private func program(_ node: YAMLNode, _ key: String) -> String? {
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

    private func okCodes(_ node: YAMLNode?) -> [Int] {
        guard let node else { return [0] }
        guard case .list(let items) = node.content else {
            return values.integer(node, "ok", in: 0...255).map { [$0] } ?? [0]
        }
        return items.compactMap { values.integer($0, "ok", in: 0...255) }
    }

    private func outputReading(_ fields: Fields, hasValues: Bool) -> ExecTarget.Output? {
        guard let node = fields.optional("output"),
            let output = values.choice(node, "output", of: ExecTarget.Output.allCases)
        else { return nil }
        if hasValues, output != .json {
            reading.error(
                node.place,
                "'values' takes values out of JSON; 'output' must be json or left out"
            )
        }
        return output
    }

    private func valuePicks(_ node: YAMLNode?) -> [ValuePick] {
        guard let node, let entries = reading.entries(of: node, "'values'") else { return [] }
        return entries.compactMap { entry in
            guard entry.key.isMetricName else {
                reading.error(
                    entry.keyPlace,
                    "a metric's name is a word that conditions can use, such as disk.free"
                )
                return nil
            }
            guard let value = values.value(entry.value, entry.key) else { return nil }
            guard value.text.isEmpty || value.text.hasPrefix("/") else {
                reading.error(
                    value.place,
                    "'\(entry.key)' must be a JSON Pointer such as /result/height"
                )
                return nil
            }
            return ValuePick(name: entry.key, pointer: value.text)
        }
    }

    /// A word that may be a part of a metric's name.
    func word(_ node: YAMLNode, _ key: String) -> String? {
        guard let value = values.value(node, key) else { return nil }
        guard value.text.isMetricName else {
            reading.error(
                value.place,
                "'\(key)' must be a word that conditions can use, such as disk"
            )
            return nil
        }
        return value.text
    }
}

extension String {
    /// The name of a variable of the environment (POSIX, "Environment Variable Definition").
    fileprivate var isVariableName: Bool {
        guard let first, first.isASCII, !first.isNumber else { return false }
        return allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}

extension ExecTarget {
    /// The names of the metrics and facts that are known before the command has run.
    var names: [MetricName] {
        let own = values.map(\.name) + ["exit", output == .nagios ? "status" : "value"]
        return own.map { word in MetricName(name.map { $0 + "." + word } ?? word) }
    }
}

extension LogTarget {
    /// The names of the metrics and facts that the probe gives.
    var names: [MetricName] {
        allSignatures.flatMap { [$0.rate, $0.total, MetricName($0.lastLine.rawValue)] }
            + MetricName.ofLogs + FactName.ofLogs.map { MetricName($0.rawValue) }
    }
}
