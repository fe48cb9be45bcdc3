internal import FleetModel
internal import Primitives

extension FleetWriter {
    mutating func write(_ runbook: ChecklistDefinition) {
        add(1, "- name", runbook.name)
        if runbook.mode != .doConfirm { add(2, "mode", runbook.mode.rawValue) }
        add(line: runbook.steps.isEmpty ? "steps: []" : "steps:", 2)
        for step in runbook.steps { write(step) }
    }

    private mutating func write(_ step: StepDefinition) {
        add(3, "- id", step.id.rawValue)
        add(4, "title", step.title)
        if step.kind != step.usualKind { add(4, "kind", step.kind.rawValue) }
        add(4, "passes", step.condition)
        add(4, "nodes", step.nodes.map(\.rawValue))
        add(4, "signOff", step.signOff)
        add(4, "expect", step.expect)
        add(4, "command", step.command)
        add(4, "hold", step.hold?.exact)
        if step.evidence != .none { add(4, "evidence", step.evidence.rawValue) }
        if step.per != .once { add(4, "per", step.per.rawValue) }
        add(4, "gate", step.gate?.rawValue)
        add(4, "timeout", step.timeout?.exact)
        if step.retries != 0 { add(4, "retries", String(step.retries)) }
        add(4, "stale", step.stale?.exact)
        add(4, "destroys", step.destroys)
        add(4, "after", step.after.map(\.rawValue))
        add(4, "onFail", step.onFail?.rawValue)
    }
}
