import ArgumentParser
import CommandTable
import Commands

/// The words of a command that sends something, and what would be sent: nothing is.
struct VerbPreview<V: Verb>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "preview",
            abstract: "Show what '\(V.row.name)' would send with the same words; nothing is sent.",
            discussion: """
                Each channel's messages are shown as they are sent: cut where they are cut, with \
                their headings. With --json it is an object: incident, number, drill, nextDue and \
                channels, each with channel, kind, longest, unit, problem and parts; a part has \
                part, title (where the title is sent apart), text and length.
                """
        )
    }

    @OptionGroup var verb: V
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try VerbRun(Invocation(common), as: output.form).preview(verb)
    }
}
