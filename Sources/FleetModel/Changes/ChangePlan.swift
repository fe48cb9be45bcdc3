package import Primitives

/// What is to be changed on a fleet, for whom it means what, and how one gets back: everything that
/// those affected agree to, or not.
package struct ChangePlan: Codable, Equatable, Sendable {
    /// What is done, in one line.
    package var what: String
    /// The fleet that is changed; nil when none is known.
    package var fleet: String?
    /// The release that runs now, if it is known.
    package var from: String?
    /// The release that is to run.
    package var to: String
    /// Which nodes are changed together, the first first; none when all are changed at once.
    package var waves: [Wave]
    /// How long it is expected to take, in milliseconds.
    package var expectedMilliseconds: Int64?
    /// What it means for each party, as it is told.
    package var impacts: [StatedImpact]
    /// How one gets back.
    package var rollback: Rollback?
    /// The conditions under which it is aborted, each on any one of the changed nodes.
    package var aborts: [String]
    /// What cannot be brought back, such as a database that is recreated.
    package var destroys: [String]
    /// What is known of the release that is to run.
    package var target: Target
    /// The keys of configurations that the older of the two releases refuses.
    package var refusedKeys: [String]

    /// Nodes that are changed together.
    package struct Wave: Codable, Equatable, Sendable {
        /// The nodes; empty for all that are left.
        package var nodes: [NodeID]
        /// How long they are watched before the next wave, in milliseconds.
        package var holdMilliseconds: Int64

        /// Nodes that are watched for so long before the next wave begins.
        package init(nodes: [NodeID], hold: Duration = .zero) {
            self.nodes = nodes
            holdMilliseconds = hold.milliseconds
        }

        /// How long they are watched before the next wave.
        package var hold: Duration { .milliseconds(holdMilliseconds) }
    }

    /// What the change means for a party.
    package struct StatedImpact: Codable, Equatable, Sendable {
        /// Who.
        package var party: PartyID
        /// What they will notice; `none` is a statement too.
        package var text: String

        /// What a party will notice.
        package init(party: PartyID, text: String) {
            self.party = party
            self.text = text
        }
    }

    /// How one gets back.
    package struct Rollback: Codable, Equatable, Sendable {
        /// In words.
        package var text: String?
        /// The runbook of the fleet file that says it.
        package var runbook: String?

        /// A way back in words, by a runbook, or both.
        package init(text: String? = nil, runbook: String? = nil) {
            self.text = text
            self.runbook = runbook
        }
    }

    /// What is known of the release that is to run.
    package struct Target: Codable, Equatable, Sendable {
        /// A node that runs it already.
        package var canary: NodeID?
        /// What it tells of itself, as far as the plan says.
        package var facts: [StatedFact]

        /// What a canary shows, or somebody knows.
        package init(canary: NodeID? = nil, facts: [StatedFact] = []) {
            self.canary = canary
            self.facts = facts
        }
    }

    /// A fact that the plan states.
    package struct StatedFact: Codable, Equatable, Sendable {
        /// Its name, such as `protocols`.
        package var name: FactName
        /// Its values.
        package var values: [String]

        /// A fact of these values.
        package init(_ name: FactName, _ values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// A plan of which no more is known than these.
    package init(
        what: String,
        fleet: String? = nil,
        from: String? = nil,
        to: String,
        waves: [Wave] = [],
        expected: Duration? = nil,
        impacts: [StatedImpact] = [],
        rollback: Rollback? = nil,
        aborts: [String] = [],
        destroys: [String] = [],
        target: Target = Target(),
        refusedKeys: [String] = []
    ) {
        self.what = what
        self.fleet = fleet
        self.from = from
        self.to = to
        self.waves = waves
        expectedMilliseconds = expected?.milliseconds
        self.impacts = impacts
        self.rollback = rollback
        self.aborts = aborts
        self.destroys = destroys
        self.target = target
        self.refusedKeys = refusedKeys
    }

    /// How long it is expected to take.
    package var expected: Duration? { expectedMilliseconds.map { .milliseconds($0) } }

    /// From what to what, such as `v0.4 → master`.
    package var releases: String { from.map { "\($0) → \(to)" } ?? "→ \(to)" }

    /// What it means for a party; nil when nobody has said it.
    package func impact(on party: PartyID) -> String? {
        impacts.first { $0.party == party }?.text
    }

    /// The nodes of the first so many waves; empty for all of the fleet.
    package func nodes(ofFirst count: Int) -> [NodeID] {
        let begun = waves.prefix(count)
        return begun.contains { $0.nodes.isEmpty } ? [] : begun.flatMap(\.nodes)
    }
}
