import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// Any sequence of commands about steps keeps what is promised of them.
struct StepPropertyTests {
    private static let file = Evidence.link(url: "https://x/proof")
    private static let steps = [
        StepDefinition(id: "plain", title: "plain"),
        StepDefinition(id: "proof", title: "proof", evidence: .required, gate: .hard),
        StepDefinition(id: "pair", title: "pair", signOff: "independent", gate: .soft),
        StepDefinition(id: "both", title: "both", signOff: "concurrent"),
        StepDefinition(
            id: "auto",
            title: "auto",
            condition: "peers > 1",
            timeout: .seconds(120),
            retries: 1,
            stale: .seconds(900)
        ), StepDefinition(id: "drop", title: "drop", destroys: "db", after: ["proof"]),
        StepDefinition(id: "wait", title: "wait", hold: .seconds(60), gate: .info),
    ]

    private struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    private static func command(_ dice: inout Dice, at now: Timestamp) -> ChecklistCommand {
        let step = steps[dice.roll(steps.count)].id
        let note = dice.roll(2) == 0 ? "seen" : nil
        let evidence = dice.roll(2) == 0 ? file : nil
        let again = dice.roll(2) == 0
        switch dice.roll(12) {
        case 0, 1:
            return .passStep(incident, step, note: note, evidence: evidence, again: again)
        case 2: return .verifyStep(incident, step, note: note)
        case 3: return .failStep(incident, step, reason: "no")
        case 4: return .skipStep(incident, step, reason: "no")
        case 5:
            return .waiveStep(incident, step, reason: "no", until: again ? now + .seconds(60) : nil)
        case 6: return .dismissStep(incident, step, reason: "no")
        case 7: return .reopenStep(incident, step)
        case 8: return .startStep(incident, step, note: note)
        case 9:
            let reading = Evidence.reading(text: "peers 9", heldMilliseconds: 0)
            return .passStepAutomatically(incident, "auto", evidence: reading)
        case 10: return .regressStep(incident, step, reading: "peers 0")
        default:
            return again ? .timeOutStep(incident, step, reading: nil) : .startHold(incident, step)
        }
    }

    @Test(arguments: 1...40)
    func `any sequence of commands keeps what is promised`(seed: Int) throws {
        var dice = Dice(state: UInt64(seed))
        var log = try ScriptedLog.withIncident(.sev4, steps: Self.steps)
        try log.run(.become(.mitigating))
        var now = start
        for _ in 0..<120 {
            now = now + .seconds(Int64([1, 20, 70, 400][dice.roll(4)]))
            let actor = [hanno, franck, .tocsin][dice.roll(3)]
            let before = try log.incident()
            let command = Command.checklist(Self.command(&dice, at: now))
            guard let events = try? log.run(command, at: now, by: actor) else { continue }
            try check(events, by: actor, before, try log.incident(), at: now)
            check(log, at: now)
        }
        let cut = log.entries.count / 2
        var halves = LogState()
        for entry in log.entries.prefix(cut) { halves.apply(entry) }
        for entry in log.entries.dropFirst(cut) { halves.apply(entry) }
        #expect(halves == log.state)
    }

    private func check(
        _ events: [Event],
        by actor: Actor,
        _ before: IncidentState,
        _ after: IncidentState,
        at now: Timestamp
    ) throws {
        for case .checklist(let event) in events {
            guard let id = event.step, let old = before.step(id), let new = after.step(id)
            else { continue }
            switch event {
            case .passed(_, let evidence, let automatic, let overrides, _):
                #expect(old.definition.evidence != .required || evidence?.isProof == true)
                #expect(before.obstacle(to: old, at: now) == nil)
                #expect(overrides == (!automatic && old.definition.isSensed))
                #expect(new.tickedBy == actor && new.tickedAt == now)
            case .verified(_, _, let proof):
                #expect(old.tickedBy?.name != actor.name)
                #expect(
                    new.evidence == proof ?? old.evidence && new.isOverridden == old.isOverridden
                )
            case .skipped: #expect(old.definition.gate != .hard && old.definition.gate != .soft)
            case .waived: #expect(old.definition.gate != .hard && actor == hanno)
            case .started(_, let attempt, _): #expect(attempt == old.attempt + 1)
            case .regressed: #expect(old.progress == .passed || old.progress == .verified)
            case .attached, .failed, .dismissed, .reopened: break
            }
        }
    }

    /// Nothing that blocks lets the incident be resolved, and nothing else holds it back.
    private func check(_ log: ScriptedLog, at now: Timestamp) {
        let steps = log.state.incidents.first?.steps ?? []
        let blocks = steps.contains { $0.isBlocking(at: now) }
        #expect((log.refusal(.become(.resolved), at: now) != nil) == blocks)
    }
}
