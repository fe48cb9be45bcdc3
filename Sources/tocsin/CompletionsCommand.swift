import ArgumentParser

/// `tocsin completions`: what a shell needs to complete the words of the command line.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Write the completions for a shell.",
        discussion: """
            'make install' puts them in place. By hand: bash, \
            'tocsin completions bash > ~/.local/share/bash-completion/completions/tocsin'; zsh, \
            into a file named _tocsin in a folder of $fpath; fish, \
            'tocsin completions fish > ~/.config/fish/completions/tocsin.fish'.
            """
    )

    @Argument(
        help: ArgumentHelp("bash, zsh or fish.", valueName: "shell"),
        completion: .list(CompletionShell.allCases.map(\.rawValue).sorted())
    )
    var name: String

    func run() throws {
        guard let shell = CompletionShell(rawValue: name) else {
            throw Failure(.usage, "'\(name)' is not a shell known here; write bash, zsh or fish")
        }
        Output.file(Tocsin.completionScript(for: shell))
    }
}
