import ArgumentParser
package import CommandTable

/// All commands that change the log.
package enum Verbs {
    /// One a line, in the order of the help.
    package static let all: [any Verb.Type] = [
        DeclareIncident.self, ChangeIncidentState.self, ChangeIncidentSeverity.self,
        ChangeIncidentCommander.self, PublishIncident.self, WithdrawIncident.self,
        MergeIncident.self, ChangeIncidentParent.self, SummariseIncident.self, StateInstant.self,
        ReviewIncident.self, PauseIncident.self, ResumeIncident.self,
        OfferRole.self, AcceptRole.self, DeclineRole.self, WithdrawRole.self, VacateRole.self,
        AddLine.self, AttachEvidence.self, CorrectLine.self, RedactEntry.self, PinEntry.self,
        UnpinEntry.self, ReleaseEntry.self, WithholdEntry.self,
        AddTask.self, AssignTask.self, FinishTask.self, DropTask.self,
        GiveAdvice.self, EndAdvice.self, AddClock.self, MoveClock.self, EndClock.self,
        RequireWatch.self, CoverWatch.self, EndWatch.self,
        SendUpdate.self, RetryDelivery.self,
        AttachChecklist.self, StartStep.self, PassStep.self, VerifyStep.self, FailStep.self,
        SkipStep.self, WaiveStep.self, DismissStep.self, ReopenStep.self,
        OpenImpact.self, CloseImpact.self, AcceptImpact.self, ReportParty.self,
        AcknowledgeSignals.self, ShelveSignals.self, UnshelveSignals.self, ClearSignal.self,
        StartMaintenance.self, EndMaintenance.self,
        RequestException.self, ApproveException.self, EndException.self,
        TakeBaseline.self, AcceptDrift.self,
        PlanChange.self, PreflightChange.self, BeginChange.self, NextWave.self, AbortChange.self,
        FinishChange.self, RollBackChange.self, OverrideChange.self,
        OpenPoll.self, CastVote.self, WithdrawVote.self, MeetCondition.self, ClosePoll.self,
    ]

    /// The commands of a group of the command line, such as `signal`.
    package static func group(_ word: String) -> [any Verb.Type] {
        all.filter { $0.row.group == word }
    }

    /// The rows and the parser, for the screen.
    package static let book = CommandBook(rows: all.map { $0.row }, read: read)

    /// More than a help on a large screen lists.
    private static let parsed = ParsedCalls(limit: 128)

    private static func read(
        _ call: CommandCall,
        in situation: CommandSituation
    ) throws(CommandProblem) -> CommandPlan {
        try parsed.reading(of: call) { parse(call) }.get().plan(in: situation)
    }

    private static func parse(_ call: CommandCall) -> ParsedCalls.Reading {
        guard let verb = all.first(where: { $0.row.name == call.name }) else {
            return .failure(CommandProblem("there is no command '\(call.name)'"))
        }
        return parse(call, as: verb)
    }

    private static func parse<V: Verb>(
        _ call: CommandCall,
        as verb: V.Type
    ) -> ParsedCalls.Reading {
        do {
            return .success(try V.parse(call.words(of: V.row)))
        } catch {
            let advice = advice(on: call, of: V.row)
            return .failure(CommandProblem(advice + V.message(for: error)))
        }
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
