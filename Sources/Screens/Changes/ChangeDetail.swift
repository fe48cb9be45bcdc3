import CellGrid
import FleetModel
import IncidentLog
import Primitives
import Reports

/// One change: who agrees, what speaks against it, how far it is, what was planned.
enum ChangeDetail {
    static func of(_ change: ChangeState, _ model: AppModel, _ theme: Theme, width: Int) -> Detail {
        var detail = Detail("\(change.id) \(change.progress.rawValue)", theme, width: width)
        let look = ChangeLook(change, model)
        detail.add(change.plan.what, .strong)
        detail.add(look.summary, look.role)
        addBoard(change, model, to: &detail)
        addPreflight(change, model, to: &detail)
        addWork(change, model, to: &detail)
        addPlan(change, model, to: &detail)
        detail.history("Log of this change", of: .change(change.id), model)
        return detail
    }

    private static func addBoard(
        _ change: ChangeState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        detail.head("Go or no-go")
        let board = PollBoard(change, model.log, at: model.now)
        if board.voters.isEmpty {
            detail.add("nobody was asked; \(model.keyText("poll open")) asks", .muted)
        }
        for voter in board.voters {
            let cast = change.poll?.vote(of: voter.party)
            let role: ThemeRole =
                switch cast?.vote.answer {
                case .go: .good
                case .goIf: cast?.conditionMet == nil ? .warning : .good
                case .noGo: .critical
                case .abstain, nil: .warning
                }
            detail.add("\(voter.party) … \(voter.words)", change.isPollValid ? role : .muted)
        }
        if let wish = change.overruling, wish.planHash == change.planHash {
            let state =
                wish.confirmedBy.map { "confirmed by \($0.name)" } ?? "waits for a second person"
            detail.add(
                "override",
                "\(wish.reason) (\(wish.requestedBy.name); \(state))",
                wish.confirmedBy == nil ? .warning : .critical
            )
        }
    }

    private static func addPreflight(
        _ change: ChangeState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        detail.head("Preflight")
        guard let preflight = change.preflight else {
            detail.add("none; \(model.keyText("change preflight")) looks", .muted)
            return
        }
        let isCurrent = change.validPreflight != nil
        detail.add("made", model.told(preflight.at), isCurrent ? .text : .warning)
        if !isCurrent { detail.add("the plan was changed since", .warning) }
        for result in preflight.results {
            let role: ThemeRole =
                switch result.verdict {
                case .pass: .muted
                case .warn: .warning
                case .fail: .critical
                }
            detail.add(
                result.verdict.mark,
                "\(result.check): \(result.subject): \(result.text)",
                role
            )
        }
    }

    private static func addWork(
        _ change: ChangeState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        if !change.plan.waves.isEmpty { detail.head("Waves") }
        for (index, wave) in change.plan.waves.enumerated() {
            let nodes = wave.nodes.isEmpty ? "all that are left" : NodeNames.few(of: wave.nodes)
            let progress = change.waves.first { $0.number == index + 1 }
            let (state, role) = state(of: progress, change, wave, model)
            detail.add("wave \(index + 1)", "\(nodes): \(state)", role)
        }
        guard !change.plan.aborts.isEmpty else { return }
        detail.head("Abort if")
        for criterion in change.plan.aborts {
            guard let met = change.met.first(where: { $0.criterion == criterion }) else {
                detail.add(criterion)
                continue
            }
            detail.add("\(criterion): met \(model.told(met.at)): \(met.reading)", .critical)
        }
    }

    private static func state(
        of progress: ChangeState.WaveProgress?,
        _ change: ChangeState,
        _ wave: ChangePlan.Wave,
        _ model: AppModel
    ) -> (String, ThemeRole) {
        guard let progress else {
            let watch = wave.hold > .zero ? "; watched for \(wave.hold.brief)" : ""
            return ("waits\(watch)", .muted)
        }
        if let ended = progress.endedAt {
            let why = progress.despite.map { ", despite: \($0)" } ?? ""
            return ("ended \(model.told(ended))\(why)", why.isEmpty ? .good : .warning)
        }
        guard change.progress == .running, let until = change.holdUntil, model.now < until else {
            return ("watched for long enough", .good)
        }
        return ("watched, \((until - model.now).brief) left", .warning)
    }

    private static func addPlan(
        _ change: ChangeState,
        _ model: AppModel,
        to detail: inout Detail
    ) {
        let plan = change.plan
        detail.head("Plan")
        detail.add("releases", plan.releases)
        if let incident = change.incident { detail.add("incident", incident.rawValue) }
        detail.add("planned", "\(model.told(change.plannedAt)) by \(change.plannedBy.name)")
        detail.add("hash", String(change.planHash.prefix(12)), .muted)
        if let expected = plan.expected { detail.add("takes", expected.brief) }
        for impact in plan.impacts { detail.add(impact.party.rawValue, impact.text) }
        if let text = plan.rollback?.text { detail.add("way back", text) }
        if let runbook = plan.rollback?.runbook { detail.add("way back", "runbook '\(runbook)'") }
        for destroyed in plan.destroys { detail.add("destroys", destroyed, .warning) }
        if let note = change.endNote { detail.add(change.progress.rawValue, note) }
    }
}
