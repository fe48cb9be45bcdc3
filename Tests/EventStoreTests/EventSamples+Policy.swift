import IncidentLog
import Primitives

extension EventSamples {
    static let policy: [String: Event] = [
        "policy.exceptionRequested": .policy(
            .exceptionRequested(
                exception: "EXC-0001",
                fleet: "a",
                nodes: ["node-1", "node-2"],
                version: "master@a1b2c3",
                reasonClass: .restoreService,
                text: "the release loses its peers",
                expires: moment,
                exitPlan: "v0.5 on Friday",
                update: 2
            )
        ),
        "policy.exceptionRequested-bare": .policy(
            .exceptionRequested(
                exception: "EXC-0002",
                fleet: nil,
                nodes: [],
                version: "v0.5-rc.1",
                reasonClass: .criticalBugInRelease,
                text: "no peers",
                expires: moment,
                exitPlan: "v0.5",
                update: 1
            )
        ),
        "policy.exceptionApproved": .policy(.exceptionApproved(exception: "EXC-0001")),
        "policy.exceptionEnded": .policy(
            .exceptionEnded(exception: "EXC-0001", reason: "v0.5 runs")
        ),
    ]

    static let baseline: [String: Event] = [
        "baseline.taken": .baseline(
            .taken(
                baseline: "B-0001",
                fleet: "a",
                change: "CHG-0001",
                nodes: [
                    NodePicture(
                        node: "node-1",
                        version: "v0.4",
                        keys: 12,
                        configuration: "0a1b2c3d4e5f",
                        layout: "66ff00aa11bb",
                        identity: ["16Uiu2HAm", "0xabcd"],
                        protocols: ["/vac/waku/relay/2.0.0-beta2"]
                    )
                ]
            )
        ),
        "baseline.taken-bare": .baseline(
            .taken(
                baseline: "B-0002",
                fleet: nil,
                change: nil,
                nodes: [NodePicture(node: "node-2", keys: 1)]
            )
        ),
        "baseline.accepted": .baseline(
            .accepted(
                node: "node-1",
                key: "config unit:--chain",
                values: ["kusama"],
                reason: "the file is gone",
                fleet: "a"
            )
        ),
        "baseline.accepted-bare": .baseline(
            .accepted(node: "node-1", key: "version", values: [], reason: "x", fleet: nil)
        ),
    ]
}
