import Primitives

extension Fleet {
    /// The runbooks to choose from: those of the fleet's file, then those that come with the
    /// program and that the file has none of the same name for.
    package static func offeredRunbooks(of fleet: Fleet?) -> [ChecklistDefinition] {
        let own = fleet?.runbooks ?? []
        let names = Set(own.map(\.name))
        return own + ChecklistDefinition.embedded.filter { !names.contains($0.name) }
    }
}

extension ChecklistDefinition {
    /// The runbooks that come with the program, for fleets of nodes of any kind.
    package static let embedded = [
        upgrade, rollback, databaseRecreation, productionVerification, leakBurnIn,
    ]

    /// A new release on every node, with those who depend on it asked before and looked after
    /// behind.
    private static let upgrade = ChecklistDefinition(
        name: "upgrade",
        mode: .readDo,
        steps: [
            StepDefinition(
                id: "plan",
                title:
                    "the plan says what, from, to, what each party will notice, and the way back",
                expect: "somebody else could carry it out, and take it back",
                evidence: .required,
                gate: .hard
            ),
            StepDefinition(
                id: "agreed",
                title: "everybody whom it affects said go",
                kind: .poll,
                expect: "a go from each party; silence is none",
                evidence: .required,
                gate: .hard
            ),
            StepDefinition(
                id: "baseline",
                title: "versions, configuration and data as they are were kept",
                evidence: .required,
                gate: .hard
            ),
            StepDefinition(
                id: "upgraded",
                title: "{node} runs the new release",
                evidence: .note,
                per: .eachNode,
                after: ["baseline"],
                onFail: .rollback
            ),
            StepDefinition(
                id: "released",
                title: "all nodes run a released version",
                condition: "version in releases for 10m",
                gate: .hard,
                onFail: .rollback
            ),
            StepDefinition(
                id: "watched",
                title: "half an hour of watching before it is called done",
                hold: .seconds(1800)
            ),
            StepDefinition(
                id: "served",
                title: "{party} is served as before",
                signOff: "independent",
                expect: "seen from their side, not from ours",
                evidence: .required,
                per: .eachParty,
                gate: .hard,
                onFail: .rollback
            ), StepDefinition(id: "told", title: "the parties were told that it is done"),
        ]
    )

    /// Back to what ran before; a binary that is back is not yet a node that is back.
    private static let rollback = ChecklistDefinition(
        name: "rollback",
        mode: .readDo,
        steps: [
            StepDefinition(id: "told", title: "the parties were told that it goes back"),
            StepDefinition(
                id: "automation",
                title: "nothing upgrades the nodes by itself meanwhile",
                evidence: .note
            ),
            StepDefinition(
                id: "binary",
                title: "{node} runs the version before",
                evidence: .note,
                per: .eachNode
            ),
            StepDefinition(
                id: "configuration",
                title: "every key of the configuration of {node} is as before, or accepted",
                signOff: "independent",
                expect: "no key differs from the baseline",
                evidence: .required,
                per: .eachNode,
                gate: .hard
            ),
            StepDefinition(
                id: "released",
                title: "all nodes run a released version",
                condition: "version in releases for 10m",
                gate: .hard
            ),
            StepDefinition(
                id: "recovered",
                title: "{party} is served again",
                expect: "seen from their side, not from ours",
                evidence: .required,
                per: .eachParty,
                gate: .hard
            ),
        ]
    )

    /// A database is made anew, after what it holds was kept.
    private static let databaseRecreation = ChecklistDefinition(
        name: "database recreation",
        mode: .readDo,
        steps: [
            StepDefinition(
                id: "stopped",
                title: "{node} is stopped, or no longer writes",
                per: .eachNode
            ),
            StepDefinition(
                id: "kept",
                title: "the database of {node} was copied, with its log",
                expect: "a copy that opens, and its digest",
                evidence: .required,
                per: .eachNode,
                gate: .hard
            ),
            StepDefinition(
                id: "recreated",
                title: "the database of {node} was made anew",
                signOff: "concurrent",
                expect: "the node starts with an empty database and the layout of its version",
                per: .eachNode,
                destroys: "the database of {node}",
                after: ["kept"]
            ),
            StepDefinition(
                id: "answers",
                title: "{node} stores, and answers what is asked of it",
                evidence: .note,
                per: .eachNode,
                gate: .hard
            ),
            StepDefinition(
                id: "connected",
                title: "all nodes have peers",
                condition: "peers >= 1 for 10m",
                gate: .hard
            ),
        ]
    )

    /// What must be so behind an upgrade of a production fleet.
    private static let productionVerification = ChecklistDefinition(
        name: "prod verification",
        steps: [
            StepDefinition(
                id: "clients",
                title: "all clients connect as expected: {party}",
                signOff: "independent",
                expect: "a client of the released version connects to every node",
                evidence: .required,
                per: .eachParty,
                gate: .hard,
                stale: .seconds(86_400),
                onFail: .rollback
            ),
            StepDefinition(
                id: "links",
                title: "connectivity between the nodes is stable",
                condition: "sibling links >= 1 for 10m",
                gate: .hard
            ),
            StepDefinition(
                id: "bridge",
                title: "{node} connects and relays to the bridge",
                expect: "a message sent through this node is read on the other side",
                evidence: .required,
                per: .eachNode,
                gate: .soft,
                stale: .seconds(86_400)
            ),
        ]
    )

    /// A candidate runs long enough, and near enough to production, for a leak to show.
    private static let leakBurnIn = ChecklistDefinition(
        name: "leak burn-in",
        mode: .readDo,
        steps: [
            StepDefinition(
                id: "canary",
                title: "a canary runs the candidate, in a network like production",
                expect: "the same relay chain, the same load, the same configuration",
                evidence: .note
            ),
            StepDefinition(
                id: "begin",
                title: "memory and CPU at the beginning were kept, with those of the last release",
                evidence: .required
            ),
            StepDefinition(
                id: "burn-in",
                title: "three days of running",
                hold: .seconds(3 * 86_400)
            ),
            StepDefinition(
                id: "no-leak",
                title: "memory grew no more than with the last release",
                signOff: "independent",
                expect: "the slope of both, over the same three days",
                evidence: .required,
                gate: .hard,
                after: ["begin"],
                onFail: .task
            ),
            StepDefinition(
                id: "no-burn",
                title: "CPU is no higher than with the last release",
                evidence: .required,
                gate: .hard,
                onFail: .task
            ),
            StepDefinition(
                id: "advised",
                title: "operators were advised: upgrade, or hold",
                evidence: .note
            ),
        ]
    )
}
