internal import FleetModel
internal import Primitives

extension ExecTarget: FileProbe {
    static let example = """
        # A command of this machine; its exit code counts, and what it writes gives metrics.
        exec:
          - /usr/local/bin/check-node
          # With arguments it is a list. No shell reads it; for /bin/sh write shell: "a | b".
          - command: [check_disk, -w, '10%', -c, '5%', -p, /]
            # What stands before its metrics, here disk.exit and disk.root.
            name: disk
            # How its output is read: auto, number, lines (name 1.5), json, nagios, ignored.
            output: nagios
            # The exit codes that mean well.
            ok: [0]
            timeout: 10s
          - command: [node-cli, status]
            directory: /var/lib/node
            # It gets PATH, HOME and the like, and LC_ALL=C.UTF-8; give what it needs else.
            env: {LANG: C}
            # Values out of JSON by RFC 6901 pointers.
            values:
              sync.height: /sync/0/height
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.execProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
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
}

extension FleetWriter {
    mutating func write(_ target: ExecTarget) {
        write(command: target.command)
        add(4, "name", target.name)
        if target.okCodes != [0] {
            add(line: "ok: [\(target.okCodes.map(String.init).joined(separator: ", "))]", 4)
        }
        let usual = target.values.isEmpty ? ExecTarget.Output.auto : .json
        if target.output != usual { add(4, "output", target.output.rawValue) }
        if !target.values.isEmpty { add(line: "values:", 4) }
        for pick in target.values { add(5, pick.name, pick.pointer) }
    }
}
