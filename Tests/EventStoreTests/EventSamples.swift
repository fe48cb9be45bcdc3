import FleetModel
import IncidentLog
import Primitives

/// One event of every kind, with the file name of its fixture; some kinds twice, with and without
/// the values that may be missing.
enum EventSamples {
    static let all: [String: Event] = incident.merging(timeline, uniquingKeysWith: { $1 })
        .merging(checklist, uniquingKeysWith: { $1 }).merging(update, uniquingKeysWith: { $1 })
        .merging(process, uniquingKeysWith: { $1 }).merging(work, uniquingKeysWith: { $1 })
        .merging(others, uniquingKeysWith: { $1 }).merging(signals, uniquingKeysWith: { $1 })
        .merging(changes, uniquingKeysWith: { $1 })
        .merging(policy, uniquingKeysWith: { $1 }).merging(baseline, uniquingKeysWith: { $1 })

    static let moment = Timestamp(milliseconds: 1_752_146_400_125)

    private static let incident: [String: Event] = [
        "incident.declared": .incident(
            .declared(
                title: "Stores \"stuck\" / fleet A",
                severity: .sev2,
                mode: .real,
                fleet: "a",
                impactFrom: moment,
                commander: "Ada"
            )
        ),
        "incident.declared-bare": .incident(
            .declared(
                title: "Übung",
                severity: .sev4,
                mode: .drill,
                fleet: nil,
                impactFrom: nil,
                commander: "Bo"
            )
        ),
        "incident.statusChanged": .incident(
            .statusChanged(from: .resolved, to: .inReview, reason: "all quiet")
        ),
        "incident.severityChanged": .incident(
            .severityChanged(from: .sev2, to: .sev1, reason: nil)
        ),
        "incident.leadChanged": .incident(.commanderChanged(to: "Cleo")),
    ]

    private static let timeline: [String: Event] = [
        "timeline.noted": .timeline(.noted(text: "line one\nline two\t\u{0}\u{1b}[31m 🚨")),
        "timeline.corrected": .timeline(
            .corrected(entry: "01JZTESTENTRY0000000000000", text: "it was node-2")
        ),
        "timeline.reported": .timeline(.reported(party: "desktop", text: "no messages")),
    ]

    private static let checklist: [String: Event] = [
        "checklist.attached": .checklist(
            .attached(
                checklist: ChecklistDefinition(
                    name: "rollback",
                    steps: [
                        StepDefinition(id: "stop", title: "Stop the rollout"),
                        StepDefinition(
                            id: "peers",
                            title: "Peers are back",
                            condition: "peers >= 8 for 10m",
                            nodes: ["node-1", "node-2"],
                            signOff: "lead"
                        ),
                    ]
                )
            )
        ),
        "checklist.passed": .checklist(
            .passed(
                step: "peers",
                evidence: .reading(text: "peers 9", heldMilliseconds: 600_000),
                automatic: true,
                overrides: false
            )
        ),
        "checklist.passed-by-hand": .checklist(
            .passed(
                step: "stop",
                evidence: .note(text: "seen"),
                automatic: false,
                overrides: true
            )
        ),
        "checklist.verified": .checklist(.verified(step: "stop", note: nil)),
        "checklist.failed": .checklist(.failed(step: "stop", reason: "no access")),
        "checklist.skipped": .checklist(.skipped(step: "stop", reason: "not needed")),
        "checklist.regressed": .checklist(.regressed(step: "peers", reading: "peers 3")),
        "checklist.reopened": .checklist(.reopened(step: "peers")),
    ]

    private static let update: [String: Event] = [
        "update.queued": .update(
            .queued(
                number: 1,
                text: "We are looking into it.",
                channels: ["status", "chat"],
                nextDue: moment
            )
        ),
        "update.delivered": .update(
            .delivered(number: 1, channel: "status", receipt: "id-7", attempt: 2)
        ),
        "update.attemptFailed": .update(
            .attemptFailed(
                number: 1,
                channel: "chat",
                reason: "timeout",
                attempt: 1,
                retryAt: moment
            )
        ),
        "update.gaveUp": .update(
            .gaveUp(number: 1, channel: "chat", reason: "refused", attempt: 9)
        ),
        "update.requeued": .update(.requeued(number: 1, channel: "chat")),
    ]

    private static let others: [String: Event] = [
        "impact.opened": .impact(
            .opened(party: "desktop", kind: "no history", from: moment, cause: .mitigation)
        ),
        "impact.closed": .impact(.closed(party: "desktop", to: moment)),
        "impact.acceptedAsResidual": .impact(
            .acceptedAsResidual(party: "desktop", reason: "old clients")
        ),
        "signal.raised": .signal(
            .raised(
                signal: "peers/node-1",
                priority: .critical,
                text: "peers 3",
                node: "node-1",
                since: moment
            )
        ),
        "signal.cleared": .signal(.cleared(signal: "peers/node-1", text: "peers 9")),
        "signal.cleared-fleet": .signal(
            .cleared(signal: "peers/node-1", text: "peers 9", fleet: "a")
        ),
        "fleet.factChanged": .fleet(
            .factChanged(node: "node-1", fact: "version", from: [], to: ["v0.36.0"])
        ),
        "log.recovered": .log(
            .recovered(
                kept: 12,
                lost: [
                    LostEntries(first: 4, last: 6, hash: "00ff"),
                    LostEntries(first: 9, last: 9, hash: nil),
                ],
                problem: "a page is broken",
                file: "log.sqlite.damaged-20250710T112000Z"
            )
        ),
        "fleet.factChanged-fleet": .fleet(
            .factChanged(node: "node-1", fact: "version", from: [], to: ["v0.36.0"], fleet: "a")
        ),
        "fleet.logLine": .fleet(.logLine(node: "node-1", text: "ERR panic")),
        "fleet.logLine-fleet": .fleet(.logLine(node: "node-1", text: "ERR panic", fleet: "a")),
        "impact.opened-fleet": .impact(
            .opened(party: "desktop", kind: "down", from: moment, cause: .original, fleet: "a")
        ),
        "watch.clockStepped": .watch(.clockStepped(from: moment, to: moment - .seconds(3600))),
        "log.redacted": .log(
            .redacted(
                entry: "01JZTESTENTRY0000000000000",
                kept: .checklist(
                    .passed(
                        step: "stop",
                        evidence: .note(text: ""),
                        automatic: false,
                        overrides: true
                    )
                ),
                reason: "a password"
            )
        ),
        "log.redacted-unknown": .log(
            .redacted(entry: "01JZTESTENTRY0000000000000", kept: nil, reason: "a password")
        ),
        "log.pinned": .log(.pinned(entry: "01JZTESTENTRY0000000000000")),
        "log.unpinned": .log(.unpinned(entry: "01JZTESTENTRY0000000000000")),
        "watch.away": .watch(.away(fleet: "a", from: moment, to: moment + .seconds(60))),
        "watch.away-bare": .watch(.away(fleet: nil, from: moment, to: moment + .seconds(60))),
    ]

    private static let finding = Finding(
        id: "leak/node-1",
        kind: .leak,
        priority: .warning,
        text: "memory grows by 1.3 GB an hour on node-1",
        nodes: ["node-1"],
        since: moment,
        evidence: ["slope 1.3 GB/h over 2h"],
        meaning: "something is kept for ever",
        causes: ["backlog/node-1"]
    )

    private static let bare = Finding(
        id: "chain stands still",
        kind: .stall,
        priority: .critical,
        text: "no block for 5m",
        nodes: [],
        since: moment
    )

    private static let ofFleet: Finding = {
        var finding = bare
        finding.fleet = "a"
        return finding
    }()

    private static let signals: [String: Event] = [
        "signal.found": .signal(.found(finding: finding)),
        "signal.found-bare": .signal(.found(finding: bare)),
        "signal.found-fleet": .signal(.found(finding: ofFleet)),
        "signal.reopened": .signal(.reopened(finding: finding)),
        "signal.changed": .signal(
            .changed(
                signal: "leak",
                priority: .critical,
                text: "leak on 2 nodes",
                nodes: ["node-1", "node-2"],
                evidence: ["slope 1.3 GB/h over 2h"],
                isFlapping: true
            )
        ),
        "signal.changed-fleet": .signal(
            .changed(
                signal: "leak",
                priority: .critical,
                text: "leak on 2 nodes",
                nodes: ["node-1", "node-2"],
                evidence: [],
                isFlapping: false,
                fleet: "a"
            )
        ),
        "signal.acknowledged-fleet": .signal(
            .acknowledged(signal: "leak/node-1", note: "on it", fleet: "a")
        ),
        "signal.shelved-fleet": .signal(
            .shelved(signal: "leak/node-1", until: moment, reason: "known", fleet: "a")
        ),
        "signal.unshelved-fleet": .signal(
            .unshelved(signal: "leak/node-1", reason: "time", fleet: "a")
        ),
        "signal.reminded-fleet": .signal(.reminded(signal: "leak/node-1", fleet: "a")),
        "signal.notified-fleet": .signal(
            .notified(
                signal: "leak/node-1",
                entry: "01F0000000000000000000000A",
                channel: "ops",
                receipt: "m-1",
                fleet: "a"
            )
        ),
        "signal.notNotified-fleet": .signal(
            .notNotified(
                signal: "leak/node-1",
                entry: "01F0000000000000000000000A",
                channel: "ops",
                reason: "HTTP 410",
                fleet: "a"
            )
        ),
        "signal.maintenanceDeclared-fleet": .signal(
            .maintenanceDeclared(
                window: "M-0002",
                nodes: ["node-1"],
                kinds: [],
                from: moment,
                to: moment,
                reason: "new disk",
                fleet: "a"
            )
        ),
        "signal.acknowledgedAll": .signal(
            .acknowledgedAll(signals: ["leak/node-1", "leak/node-2"], note: "on it", fleet: "a")
        ),
        "signal.acknowledgedAll-bare": .signal(
            .acknowledgedAll(signals: ["leak/node-1", "leak/node-2"], note: nil)
        ),
        "signal.acknowledged": .signal(.acknowledged(signal: "leak/node-1", note: "on it")),
        "signal.acknowledged-bare": .signal(.acknowledged(signal: "leak/node-1", note: nil)),
        "signal.shelved": .signal(
            .shelved(signal: "leak/node-1", until: moment, reason: "fixed by the release")
        ),
        "signal.unshelved": .signal(.unshelved(signal: "leak/node-1", reason: "time")),
        "signal.suppressed": .signal(
            .suppressed(findings: [finding], by: .signal(id: "down/node-1"))
        ),
        "signal.suppressed-by-maintenance": .signal(
            .suppressed(findings: [bare], by: .maintenance(id: "M-0001"))
        ),
        "signal.notified": .signal(
            .notified(
                signal: "leak/node-1",
                entry: "01F0000000000000000000000A",
                channel: "ops",
                receipt: "m-1"
            )
        ),
        "delivery.partTaken": .delivery(
            .partTaken(
                entry: "01F0000000000000000000000A",
                channel: "ops",
                part: 2,
                parts: 5,
                receipt: "m-2"
            )
        ),
        "delivery.attemptFailed": .delivery(
            .attemptFailed(
                entry: "01F0000000000000000000000A",
                channel: "ops",
                reason: "HTTP 503",
                attempt: 1,
                retryAt: moment
            )
        ),
        "signal.notNotified": .signal(
            .notNotified(
                signal: "leak/node-1",
                entry: "01F0000000000000000000000A",
                channel: "ops",
                reason: "HTTP 410"
            )
        ),
        "signal.reminded": .signal(.reminded(signal: "leak/node-1")),
        "signal.maintenanceDeclared": .signal(
            .maintenanceDeclared(
                window: "M-0001",
                nodes: ["node-1"],
                kinds: [.down, .leak],
                from: moment,
                to: moment,
                reason: "new disk"
            )
        ),
        "signal.maintenanceEnding": .signal(.maintenanceEnding(window: "M-0001", to: moment)),
        "signal.maintenanceEnded": .signal(
            .maintenanceEnded(window: "M-0001", reason: "its time is over")
        ),
    ]
}
