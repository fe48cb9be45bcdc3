internal import IncidentCore

extension FleetWriter {
    mutating func write(_ target: LogTarget) {
        switch target.source {
        case .file(let path): add(4, "file", path)
        case .command(let command): write(command: command)
        }
        guard !target.sets.isEmpty || !target.signatures.isEmpty else { return }
        add(line: "signatures:", 4)
        for set in target.sets { add(line: "- " + set.rawValue, 5) }
        for signature in target.signatures {
            add(5, "- name", signature.name)
            add(6, "matches", signature.pattern.source)
            add(6, "means", signature.meaning)
            if signature.isAlarm { add(line: "alarm: true", 6) }
        }
    }

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

    /// Writes a command with the keys that every command has.
    mutating func write(command: CommandSpec) {
        if let script = command.script {
            add(4, "shell", script)
        } else {
            add(line: "command:", 4)
            for argument in command.arguments { add(line: "- " + argument.yaml, 5) }
        }
        add(4, "directory", command.directory)
        if !command.environment.isEmpty { add(line: "env:", 4) }
        for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) {
            add(line: "\(name): " + secrets.placeholder(for: value, called: [name]), 5)
        }
    }
}
