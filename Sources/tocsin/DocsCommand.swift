import Runtime
import ArgumentParser
import Runtime

/// `tocsin docs`: documentation made from the definitions of the commands.
struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs",
        abstract: "Write documentation of the commands.",
        subcommands: [Manual.self]
    )

    struct Manual: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "man",
            abstract: "Write the manual pages, one a group of commands, into a folder.",
            discussion: "'make install' puts them in place; 'man tocsin' shows the first."
        )

        @Argument(help: "The folder.", completion: .directory)
        var folder: String

        func run() throws {
            let root = try ToolDescription.tocsin()
            for page in ManualPage.all(of: root) {
                do throws(FileText.Failure) {
                    try FileText.write(page.text, to: "\(folder)/\(page.name).1")
                } catch {
                    throw Failure(.failed, error.message)
                }
                Output.line("\(folder)/\(page.name).1")
            }
        }
    }
}
