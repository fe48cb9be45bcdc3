import Primitives
internal import FleetModel

extension FleetWriter {
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
