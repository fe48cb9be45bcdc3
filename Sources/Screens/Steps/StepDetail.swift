import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// One step: where it stands and who brought it there, what it sees, what is missing.
enum StepDetail {
    static func of(_ step: StepState, _ model: AppModel, _ theme: Theme, width: Int) -> Detail {
        let definition = step.definition
        var detail = Detail("Step \(definition.id)", theme, width: width)
        let look = StepLook(step, model)
        detail.add("\(look.mark) \(definition.title)", look.role == .muted ? .text : look.role)
        detail.add("state", state(of: step, model))
        let kind = kind(of: definition)
        detail.add("kind", confirmation(of: definition).map { "\(kind); \($0)" } ?? kind)
        if let words = gate(of: definition) { detail.add("gate", words) }
        if let what = definition.destroys { detail.add("destroys", what, .warning) }
        if let remark = step.remark(toldAt: model.now) {
            let isProof = step.isDone(at: model.now) || step.progress == .passed
            detail.add(isProof ? "evidence" : "reason", remark)
        }
        if !step.isKeptBack(at: model.now), let file = step.evidence?.file {
            detail.add("sha256", file.digest)
        }
        if let until = step.waivedUntil { detail.add("waived until", model.told(until), .changed) }
        if step.isOverridden { detail.add("by hand", "a person overrode what it checks", .changed) }
        if let words = missing(step, model) { detail.add("missing", words, .warning) }
        if let next = definition.onFail, step.progress == .failed {
            detail.add("next", next.text, .warning)
        }
        addWork(definition, to: &detail)
        StepGrid(around: step, model)?.add(to: &detail, model)
        if let condition = step.condition {
            detail.head("Condition")
            detail.add(condition.source)
            let reading = StepLook.reading(of: step, model)
            detail.add("now", reading?.evaluation.reading ?? "not judged yet")
            if let reading, condition.hold > .zero {
                detail.add("held", held(reading, for: condition.hold))
            }
        }
        let isOfBaseline =
            step.condition?.clause.comparisons.contains { comparison in
                comparison.subject.names.contains(MetricName.baselineDrift.rawValue)
            } ?? false
        detail.nodes(definition.nodes, model) { node in
            isOfBaseline
                ? keysLeft(on: node, model) : model.assessment(node).reasons.first ?? ""
        }
        let subject = EntryIndex.Subject.step(definition.id, of: model.incidentID)
        detail.history("Log of this step", of: subject, model)
        return detail
    }

    /// The keys of a node that a roll-back has still to bring back.
    private static func keysLeft(on node: NodeID, _ model: AppModel) -> String {
        let open =
            model.log.baselineDiff(of: model.fleetName)?.open.filter { $0.node == node } ?? []
        guard let first = open.first else { return "every key as before" }
        let keys = open.map { line in
            line.key.rawValue.hasPrefix("config ")
                ? String(line.key.rawValue.dropFirst("config ".count)) : line.key.rawValue
        }
        return "\(first.standing.rawValue): \(keys.joined(separator: ", "))"
    }

    private static func kind(of definition: StepDefinition) -> String {
        switch definition.kind {
        case .auto: "checks itself"
        case .manual: "done and ticked by hand"
        case .command: definition.isSensed ? "a command, which checks itself" : "a command"
        case .poll: "those who are affected agree"
        case .hold: definition.hold.map { "everything waits for \($0.brief)" } ?? "everything waits"
        }
    }

    private static func confirmation(of definition: StepDefinition) -> String? {
        switch definition.confirmation {
        case .named(let name): "\(name) confirms it"
        case .concurrent: "somebody else confirms it at once"
        case .independent: "somebody else looks for themselves later"
        case .own, nil: nil
        }
    }

    private static func gate(of definition: StepDefinition) -> String? {
        switch definition.gate {
        case .hard: "hard: nobody lets it through"
        case .soft: "soft: the commander may waive it"
        case .info: "info: holds nothing back"
        case nil: nil
        }
    }

    /// What is done, and what is seen when it worked.
    private static func addWork(_ definition: StepDefinition, to detail: inout Detail) {
        guard definition.command != nil || definition.expect != nil else { return }
        detail.head("Work")
        if let command = definition.command { detail.add("run", command) }
        if let expect = definition.expect { detail.add("expect", expect) }
    }

    private static func state(of step: StepState, _ model: AppModel) -> String {
        let word = step.standing(at: model.now).rawValue
        guard let at = step.at else { return word }
        let by =
            step.actor.map { $0.kind == .automatic ? " by itself" : " by \($0.name)" } ?? ""
        let attempt = step.progress == .running && step.attempt > 1 ? " (try \(step.attempt))" : ""
        return "\(word)\(attempt)\(by), \(model.told(at))"
    }

    /// For how long the condition has held, beside what it has to.
    private static func held(_ reading: StepReading, for hold: Duration) -> String {
        guard reading.evaluation.truth == .holds else {
            return "not now; it has to for \(hold.brief)"
        }
        return reading.held < hold
            ? "\(reading.held.brief) of \(hold.brief)"
            : "\(reading.held.brief), \(hold.brief) are enough"
    }

    /// What stands between the step and its end; nil when nothing does.
    private static func missing(_ step: StepState, _ model: AppModel) -> String? {
        if step.awaitsConfirmation(at: model.now), let confirmer = step.definition.confirmer {
            return "\(confirmer) has not confirmed it yet"
        }
        guard !step.isDone(at: model.now) else { return nil }
        if let obstacle = model.incident?.obstacle(to: step, at: model.now) {
            return obstacle.sentence
        }
        guard let condition = step.condition else {
            return step.definition.isSensed ? nil : "somebody who does it and ticks it"
        }
        guard let reading = StepLook.reading(of: step, model) else { return "a reading of it" }
        switch reading.evaluation.truth {
        case .holds:
            let left = max(.zero, condition.hold - reading.held)
            return left > .zero ? "it has to hold for \(left.brief) more" : nil
        case .fails: return reading.evaluation.reading
        case .unknown: return "it is not known: \(reading.evaluation.reading)"
        }
    }
}
