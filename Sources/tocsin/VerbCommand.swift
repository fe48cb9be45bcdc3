import ArgumentParser
import CommandTable
import Commands

/// A command that changes the log, as a script runs it.
struct VerbCommand<V: Verb>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: V.row.word,
            abstract: V.row.abstract,
            discussion: V.row.discussion
        )
    }

    @OptionGroup var verb: V
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try VerbRun(Invocation(common), as: output.form).carryOut(verb)
    }
}

/// The commands of the command line that are made from the definitions.
enum VerbCommands {
    /// Those of a group, such as `signal`.
    static func group(_ word: String) -> [any ParsableCommand.Type] {
        Verbs.group(word).map { command($0) }
    }

    /// What shows what a command would send, without sending it; empty when there is no such
    /// command.
    static func preview(of name: String) -> [any ParsableCommand.Type] {
        Verbs.all.filter { $0.row.name == name }.map { preview($0) }
    }

    private static func preview<V: Verb>(_ verb: V.Type) -> any ParsableCommand.Type {
        VerbPreview<V>.self
    }

    private static func command<V: Verb>(_ verb: V.Type) -> any ParsableCommand.Type {
        VerbCommand<V>.self
    }
}
