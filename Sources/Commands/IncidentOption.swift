package import ArgumentParser

/// The option that names an incident.
package struct IncidentOption: ParsableArguments, Sendable {
    @Option(
        name: .customLong("incident"),
        help: ArgumentHelp("The incident; the only open one when left out.", valueName: "id")
    )
    /// The incident as it was typed; nil when it was left out.
    package var name: String?

    /// The option before anything was typed.
    package init() {}
}
