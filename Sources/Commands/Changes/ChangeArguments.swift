import ArgumentParser
import CommandTable

/// The change that a command is about.
struct ChangeOption: ParsableArguments, Sendable {
    @Argument(help: ArgumentHelp("The change, such as CHG-0001 or 1.", valueName: "change"))
    var change: String
}

extension CommandArgument {
    /// The change that a command is about, which the cursor gives.
    static let change = positional("change", .change, fill: .cursor(.change))

    /// Why, in a form that asks for it.
    static func reason(_ hint: String) -> CommandArgument {
        option(
            "reason",
            .text,
            isRequired: true,
            field: .init("why", hint: hint, isNeeded: true)
        )
    }
}
