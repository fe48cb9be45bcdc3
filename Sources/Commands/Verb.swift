package import ArgumentParser
package import CommandTable

/// A command that changes the log: the one place that knows its name, help, arguments, keys, form
/// and what it stands for.
///
/// The parser fills its properties from words; screen and command line are
/// derived from its row.
package protocol Verb: ParsableArguments, Sendable {
    /// What is known of the command before any word is read.
    static var row: CommandRow { get }

    /// How good the fleet file must be for these words.
    var fleetNeed: FleetNeed { get }

    /// What the words come to.
    ///
    /// - Throws: What is wrong with them, and in which argument.
    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan
}

extension Verb {
    /// The log takes what people write, whatever became of the fleet file.
    package var fleetNeed: FleetNeed { .ifKnown }
}
