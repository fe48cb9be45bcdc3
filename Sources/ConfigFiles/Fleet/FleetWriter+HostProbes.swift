import Primitives
internal import FleetModel

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

    mutating func write(_ target: HeartbeatTarget) {
        add(4, "every", target.every.exact)
        add(4, "name", target.name)
        if target.grace != HeartbeatTarget.usualGrace(for: target.every) {
            add(4, "grace", target.grace.exact)
        }
        if target.priority != .warning { add(4, "priority", target.priority.rawValue) }
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
    mutating func write(command: CommandSpec, _ depth: Int = 4) {
        if let script = command.script {
            add(depth, "shell", script)
        } else {
            add(line: "command:", depth)
            for argument in command.arguments { add(line: "- " + argument.yaml, depth + 1) }
        }
        add(depth, "directory", command.directory)
        if !command.environment.isEmpty { add(line: "env:", depth) }
        for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) {
            add(line: "\(name): " + secrets.placeholder(for: value, called: [name]), depth + 1)
        }
    }
}
