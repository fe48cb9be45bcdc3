import ArgumentParser
package import CommandTable

/// All commands that change the log.
package enum Verbs {
    /// One a line, in the order of the help.
    package static let all: [any Verb.Type] = [
        DeclareIncident.self, ChangeIncidentState.self, ChangeIncidentSeverity.self,
        ChangeIncidentCommander.self,
        AddLine.self, CorrectLine.self, RedactEntry.self, PinEntry.self, UnpinEntry.self,
        SendUpdate.self, RetryDelivery.self,
        PassStep.self, FailStep.self, SkipStep.self, ReopenStep.self,
        OpenImpact.self, CloseImpact.self, AcceptImpact.self,
        AcknowledgeSignals.self, ShelveSignals.self, UnshelveSignals.self, ClearSignal.self,
        StartMaintenance.self, EndMaintenance.self,
    ]

    /// The commands of a group of the command line, such as `signal`.
    package static func group(_ word: String) -> [any Verb.Type] {
        all.filter { $0.row.group == word }
    }

    /// The rows and the parser, for the screen.
    package static let book = CommandBook(rows: all.map { $0.row }, read: read)

    private static func read(
        _ call: CommandCall,
        in situation: CommandSituation
    ) throws(CommandProblem) -> CommandPlan {
        guard let verb = all.first(where: { $0.row.name == call.name }) else {
            throw CommandProblem("there is no command '\(call.name)'")
        }
        return try plan(verb, call, in: situation)
    }

    private static func plan<V: Verb>(
        _ verb: V.Type,
        _ call: CommandCall,
        in situation: CommandSituation
    ) throws(CommandProblem) -> CommandPlan {
        let parsed: V
        do {
            parsed = try V.parse(call.words(of: V.row))
        } catch {
            throw CommandProblem(V.message(for: error))
        }
        return try parsed.plan(in: situation)
    }
}
