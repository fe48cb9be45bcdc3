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
            throw CommandProblem(advice(on: call, of: V.row) + V.message(for: error))
        }
        return try parsed.plan(in: situation)
    }

    /// What to do about more words than the command takes: most often a text that is not quoted.
    private static func advice(on call: CommandCall, of row: CommandRow) -> String {
        let bare = row.arguments.filter { $0.place == .positional }
        guard call.bareCount(of: row) > bare.count, !bare.contains(where: { $0.many == .repeated }),
            row.arguments.contains(where: {
                $0.kind == .text && $0.place != .flag && call.hasTyped($0, of: row)
            })
        else { return "" }
        return "quote a text of several words, \"like this\": "
    }
}
