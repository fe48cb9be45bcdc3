import FleetModel
import IncidentLog
import Primitives

extension EventSamples {
    static let file = EvidenceFile(
        digest: String(repeating: "0a", count: 32),
        name: "a.log",
        bytes: 7
    )

    /// How an incident goes on beside its state: roles, tasks, advice, dates, who watches.
    static let process: [String: Event] = [
        "incident.originStated": .incident(
            .originStated(
                origin: IncidentOrigin(
                    key: "k1",
                    severityIsAssumed: true,
                    detectedBy: "js-waku",
                    detectedAt: moment
                )
            )
        ),
        "incident.originStated-bare": .incident(
            .originStated(origin: IncidentOrigin(severityIsAssumed: true))
        ),
        "incident.originStated-triage": .incident(
            .originStated(origin: IncidentOrigin(isTriage: true))
        ),
        "incident.published": .incident(.published(phase: .identified)),
        "incident.withdrawn": .incident(.withdrawn(reason: "a false alarm")),
        "incident.merged": .incident(.merged(into: "INC-0002")),
        "incident.parentChanged": .incident(.parentChanged(to: "INC-0002")),
        "incident.parentChanged-bare": .incident(.parentChanged(to: nil)),
        "incident.summarised": .incident(.summarised(text: "no mesh")),
        "incident.instantStated": .incident(
            .instantStated(instant: .impactStarted, at: moment)
        ),
        "incident.reviewChanged": .incident(.reviewChanged(to: .notNeeded, reason: "a drill")),
        "incident.reviewChanged-bare": .incident(.reviewChanged(to: .inReview, reason: nil)),
        "incident.paused": .incident(.paused(until: moment, reason: "waiting for a vote")),
        "incident.resumed": .incident(.resumed),
        "role.offered": .role(.offered(role: .commander, to: "bob")),
        "role.offered-liaison": .role(.offered(role: .liaison("js-waku"), to: "franck")),
        "role.accepted": .role(.accepted(role: .communications)),
        "role.declined": .role(.declined(role: .operations, reason: "asleep")),
        "role.declined-bare": .role(.declined(role: .scribe, reason: nil)),
        "role.withdrawn": .role(.withdrawn(role: .scribe)),
        "role.vacated": .role(.vacated(role: .commander, reason: "off to bed")),
        "timeline.said": .timeline(.said(kind: .decision, text: "redeploy", by: ["hanno"])),
        "timeline.attached": .timeline(
            .attached(evidence: .command(line: "df -h", exitCode: 1, output: file), note: "full")
        ),
        "timeline.attached-file": .timeline(.attached(evidence: .file(file), note: nil)),
        "timeline.attached-link": .timeline(
            .attached(evidence: .link(url: "https://example.org/1"), note: nil)
        ),
        "task.added": .task(.added(number: 1, text: "find out", owner: "bob", due: moment)),
        "task.added-bare": .task(.added(number: 2, text: "tidy", owner: nil, due: nil)),
        "task.assigned": .task(.assigned(number: 2, owner: "ada", due: moment)),
        "task.done": .task(.done(number: 1, note: "in #659")),
        "task.dropped": .task(.dropped(number: 2, reason: "no need")),
        "advice.given": .advice(
            .given(number: 1, fleet: "a", kind: .hold, version: "v3.2.1", text: "stay on v3.2.0")
        ),
        "advice.given-bare": .advice(
            .given(number: 2, fleet: nil, kind: .rollback, version: "v1", text: nil)
        ),
        "advice.drafted": .advice(
            .drafted(
                number: 3,
                fleet: "a",
                kind: .hold,
                version: "3.2.1",
                signal: "leak by version/a"
            )
        ),
        "advice.ended": .advice(.ended(number: 1, reason: "v3.3.0 is out")),
        "clock.set": .clock(
            .set(number: 1, name: "referendum", due: moment, waiting: "the runtime")
        ),
        "clock.moved": .clock(.moved(number: 1, due: moment, reason: "a second vote")),
        "clock.ended": .clock(.ended(number: 1, outcome: "passed")),
        "attendance.required": .attendance(.required(until: moment, reason: "on a Friday")),
        "attendance.covered": .attendance(.covered(by: "ada", from: moment, to: moment)),
        "attendance.ended": .attendance(.ended(reason: "quiet")),
        "log.released": .log(.released(entry: "01JZTESTENTRY0000000000000")),
        "log.withheld": .log(.withheld(entry: "01JZTESTENTRY0000000000000")),
    ]
}
