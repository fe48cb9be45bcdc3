/// A command that is run on this machine.
package struct CommandSpec: Equatable, Sendable {
    /// The program, by path or by name, and its arguments; no shell reads them.
    package var arguments: [String]
    /// The folder that it runs in; nil for that of Tocsin.
    package var directory: String?
    /// Variables that it gets besides those that every program needs.
    package var environment: [String: Secret]
    /// Texts among the arguments that must not come back in what is told of it.
    package var hidden: [Secret]

    /// A command of these parts.
    package init(
        _ arguments: [String],
        directory: String? = nil,
        environment: [String: Secret] = [:],
        hidden: [Secret] = []
    ) {
        self.arguments = arguments
        self.directory = directory
        self.environment = environment
        self.hidden = hidden
    }

    /// A script that `/bin/sh` reads.
    package init(
        shell script: String,
        directory: String? = nil,
        environment: [String: Secret] = [:],
        hidden: [Secret] = []
    ) {
        self.init(
            Self.shell + [script],
            directory: directory,
            environment: environment,
            hidden: hidden
        )
    }

    /// All that must not come back in what is told of it.
    package var secrets: [Secret] { environment.values + hidden }

    /// The script, when a shell reads the command.
    package var script: String? {
        arguments.count == 3 && arguments.prefix(2) == Self.shell[...] ? arguments[2] : nil
    }

    private static let shell = ["/bin/sh", "-c"]
}
