/// What an `exec` probe runs: a command and how its outcome is read.
package struct ExecTarget: ProbeDescriptor {
    /// The command.
    package var command: CommandSpec
    /// What stands before the names of its metrics and facts, such as `disk` in `disk.exit`; nil
    /// for nothing.
    package var name: String?
    /// The exit codes that mean well, 0 to 255.
    package var okCodes: [Int]
    /// How its output is read.
    package var output: Output
    /// What is taken out of JSON, by name; empty for all numbers and texts.
    package var values: [ValuePick]

    /// How the output of a command is read.
    package enum Output: String, CaseIterable, Sendable {
        /// As whatever it is: a number, JSON, or lines.
        case auto
        /// The whole output is one number.
        case number
        /// A name and a number on each line: `name 1.5`, `name=1.5` or `name: 1.5`.
        case lines
        /// A JSON object.
        case json
        /// As the guidelines of Monitoring Plugins say (monitoring-plugins.org, "Development
        /// Guidelines"): 0 is well, 1 a warning, 2 critical, 3 unknown, figures after a bar.
        case nagios
        /// Not at all; only the exit code counts.
        case ignored
    }

    /// A target of these parts.
    package init(
        command: CommandSpec,
        name: String? = nil,
        okCodes: [Int] = [0],
        output: Output = .auto,
        values: [ValuePick] = []
    ) {
        self.command = command
        self.name = name
        self.okCodes = okCodes
        self.output = output
        self.values = values
    }

    /// A command says what it likes; the node may be silent all the same.
    package static let row = ProbeRow("exec", reachesNode: false)

    /// The command alone.
    package var reach: ProbeReach { .commands([command]) }

    /// What the file names; the output may give any other.
    package var names: ProbeNames {
        let front = name.map { $0 + "." } ?? ""
        let own = values.map(\.name) + ["exit", output == .nagios ? "status" : "value"]
        var names = ProbeNames()
        names.possible = Set(own.map { front + $0 })
        names.prefixes = [front]
        return names
    }
}

/// A place in JSON whose value is kept under a name of ours.
package struct ValuePick: Equatable, Sendable {
    /// The name it is kept under.
    package var name: String
    /// Where it is: an RFC 6901 pointer such as `/result/0/height`.
    package var pointer: String

    /// A pick of this place.
    package init(name: String, pointer: String) {
        self.name = name
        self.pointer = pointer
    }
}
