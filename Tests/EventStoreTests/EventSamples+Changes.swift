import FleetModel
import IncidentLog
import Primitives

extension EventSamples {
    private static let change = ChangeID(number: 1)

    private static let plan = ChangePlan(
        what: "redeploy \"master\"",
        fleet: "wakuv2.prod",
        from: "v0.4",
        to: "master",
        waves: [
            .init(nodes: ["node-1"], hold: .seconds(900)), .init(nodes: []),
        ],
        expected: .seconds(600),
        impacts: [.init(party: "js-waku", text: "cannot connect")],
        rollback: .init(text: "redeploy v0.4", runbook: "back"),
        aborts: ["any(peers) < 3 for 2m"],
        destroys: ["the message database"],
        target: .init(
            canary: "node-1",
            facts: [.init(.protocols, ["/vac/waku/relay/2.0.0"])]
        ),
        refusedKeys: ["keep-alive"]
    )

    private static let dissents = [
        Dissent("js-waku", .noGo, "we speak beta2"), Dissent("chat2bridge", .silent),
    ]

    private static let results = [
        PreflightResult("party needs", .fail, subject: "js-waku", "needs beta2"),
        PreflightResult("release policy", .pass, subject: "master", "a release"),
    ]

    /// Changes and who agrees to them.
    static let changes: [String: Event] = [
        "change.planned": .change(.planned(change: change, plan: plan)),
        "change.planned-bare": .change(
            .planned(change: change, plan: ChangePlan(what: "upgrade", to: "v0.5"))
        ),
        "change.preflighted": .change(
            .preflighted(change: change, planHash: "00ff", results: results)
        ),
        "change.pollOpened": .change(
            .pollOpened(
                change: change,
                planHash: "00ff",
                terms: PollTerms(
                    voters: [.init("js-waku"), .init("chat2bridge", isRequired: false)],
                    agree: 1,
                    deadline: moment,
                    valid: .seconds(3600)
                )
            )
        ),
        "change.voted": .change(
            .voted(
                change: change,
                planHash: "00ff",
                vote: Vote(
                    "js-waku",
                    .noGo,
                    comment: "we speak beta2",
                    wouldChange: "a release of js-waku",
                    channel: "discord"
                )
            )
        ),
        "change.voted-bare": .change(
            .voted(change: change, planHash: "00ff", vote: Vote("nim-waku", .go))
        ),
        "change.voteWithdrawn": .change(.voteWithdrawn(change: change, party: "js-waku")),
        "change.conditionMet": .change(
            .conditionMet(change: change, party: "js-waku", note: "released")
        ),
        "change.pollClosed": .change(.pollClosed(change: change, reason: "not before Monday")),
        "change.overrideRequested": .change(
            .overrideRequested(
                change: change,
                planHash: "00ff",
                reason: "prod is down",
                notAgreed: dissents,
                failed: results
            )
        ),
        "change.overrideConfirmed": .change(
            .overrideConfirmed(
                change: change,
                planHash: "00ff",
                until: moment,
                notAgreed: dissents,
                failed: []
            )
        ),
        "change.began": .change(.began(change: change, planHash: "00ff")),
        "change.waveBegan": .change(.waveBegan(change: change, wave: 1)),
        "change.waveEnded": .change(.waveEnded(change: change, wave: 1, despite: "in a hurry")),
        "change.waveEnded-bare": .change(.waveEnded(change: change, wave: 1, despite: nil)),
        "change.abortCriterionMet": .change(
            .abortCriterionMet(
                change: change,
                criterion: "any(peers) < 3 for 2m",
                reading: "peers 1 on node-1"
            )
        ),
        "change.aborted": .change(.aborted(change: change, reason: "peers fell")),
        "change.finished": .change(.finished(change: change, note: "all well")),
        "change.finished-bare": .change(.finished(change: change, note: nil)),
        "change.rolledBack": .change(.rolledBack(change: change, note: "v0.4 runs again")),
    ]
}
