/// A command that is asked for, with what it is told: what a key, a form, the palette or a script
/// comes to.
package struct CommandCall: Hashable, Sendable {
    /// The row's name.
    package let name: String
    /// Words typed as on the command line.
    package var typed: [String]
    /// Arguments given by the cursor, a choice or the fields of a form.
    package private(set) var values: [Value] = []

    /// An argument and what is given for it.
    package struct Value: Hashable, Sendable {
        /// The argument's name.
        package let argument: String
        /// Its values; none for a flag.
        package let texts: [String]
    }

    /// A call of the command of this name.
    package init(_ name: String, typed: [String] = []) {
        self.name = name
        self.typed = typed
    }

    /// The call with this argument given as well; what it said before is replaced.
    package func giving(_ argument: String, _ texts: [String]) -> CommandCall {
        var call = self
        call.values.removeAll { $0.argument == argument }
        call.values.append(Value(argument: argument, texts: texts))
        return call
    }

    /// What is given for an argument, if it is.
    package func text(_ argument: String) -> String? {
        values.first { $0.argument == argument }?.texts.first
    }

    /// Everything that is given for an argument; empty for nothing.
    package func texts(_ argument: String) -> [String] {
        values.first { $0.argument == argument }?.texts ?? []
    }

    /// The call as the words of a command line, without the row's own.
    package func words(of row: CommandRow) -> [String] {
        var options: [String] = []
        var bare: [String] = []
        for argument in row.arguments {
            guard let value = values.first(where: { $0.argument == argument.name }) else {
                continue
            }
            switch (argument.place, argument.many) {
            case (.flag, _): options.append("--\(argument.name)")
            case (.positional, _): bare += value.texts
            case (.option, .joined):
                options.append("--\(argument.name)=\(value.texts.joined(separator: ","))")
            case (.option, .one), (.option, .repeated):
                options += value.texts.map { "--\(argument.name)=\($0)" }
            }
        }
        // Behind the mark nothing is an option, whatever a person typed.
        let mark = bare.isEmpty || typed.contains("--") ? [] : ["--"]
        return options + typed + mark + bare
    }
}
