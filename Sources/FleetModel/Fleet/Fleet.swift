package import Primitives

/// What a team operates: its nodes, the people affected, and how to watch and tell.
package struct Fleet: Equatable, Sendable {
    /// The fleet's name, such as `wakuv2.prod`.
    package var name: String
    /// The nodes in the order of the file, then those that the sources tell of.
    package var nodes: [Node]
    /// The servers that tell of many nodes at once.
    package var sources: [FleetSource]
    /// The clients, bridges, exchanges and operator groups that depend on the fleet.
    package var parties: [Party]
    /// The versions that may run here; empty when the fleet has no release policy.
    package var releases: [String]
    /// The conditions that raise a signal.
    package var checks: [Check]
    /// The checklists to choose from when an incident is declared.
    package var runbooks: [ChecklistDefinition]
    /// Where status updates go.
    package var channels: [ChannelSpec]
    /// How often and how patiently nodes are asked.
    package var polling: Polling
    /// What is said about the built-in detectors.
    package var detectors: DetectorSettings
    /// How long and how much of what the nodes told is kept.
    package var history: HistorySettings
    /// The planned work that comes again every week.
    package var maintenance: [RecurringMaintenance]
    /// What is called while the fleet is watched; nil for nothing.
    package var watchdog: Watchdog?

    /// Whether commands of this machine are run for any node.
    package var runsCommands: Bool {
        nodes.contains { $0.probes.contains(where: \.target.runsCommands) }
    }

    /// A fleet of these parts.
    package init(
        name: String,
        nodes: [Node] = [],
        sources: [FleetSource] = [],
        parties: [Party] = [],
        releases: [String] = [],
        checks: [Check] = [],
        runbooks: [ChecklistDefinition] = [],
        channels: [ChannelSpec] = [],
        polling: Polling = Polling(),
        detectors: DetectorSettings = DetectorSettings(),
        history: HistorySettings = HistorySettings(),
        maintenance: [RecurringMaintenance] = [],
        watchdog: Watchdog? = nil
    ) {
        self.name = name
        self.nodes = nodes
        self.sources = sources
        self.parties = parties
        self.releases = releases
        self.checks = checks
        self.runbooks = runbooks
        self.channels = channels
        self.polling = polling
        self.detectors = detectors
        self.history = history
        self.maintenance = maintenance
        self.watchdog = watchdog
    }
}

/// How often and how patiently nodes are asked.
package struct Polling: Equatable, Sendable {
    /// The span between two polls of a probe.
    package var interval: Duration
    /// The absolute deadline of one poll, connection and body included.
    package var timeout: Duration
    /// How many polls of probes that answer may be under way at once; those that do not have places
    /// of their own, eight times as many.
    package var concurrency: Int
    /// The largest body of an answer that is read, in bytes.
    package var bodyLimitBytes: Int
    /// How long one round of all probes took, for who asks once and not at an interval: what
    /// answered first still counts when the last has answered.
    package var roundSpan: Duration = .zero

    /// The largest body that is read where the fleet file says nothing of it: pages with a series
    /// for each peer and protocol have 10 MB and more.
    package static let usualBodyLimitBytes = 16 << 20

    /// Settings with the defaults: every 10 s, deadline 2 s, 64 at once, bodies of up to 16 MiB.
    package init(
        interval: Duration = .seconds(10),
        timeout: Duration = .seconds(2),
        concurrency: Int = 64,
        bodyLimitBytes: Int = Polling.usualBodyLimitBytes
    ) {
        self.interval = interval
        self.timeout = timeout
        self.concurrency = concurrency
        self.bodyLimitBytes = bodyLimitBytes
    }

    /// How old a reading may be before it no longer counts: three intervals, at least 30 s.
    package var staleAfter: Duration { Self.staleAfter(interval) + roundSpan }

    /// How old the reading of a probe that asks at this interval may be before it no longer counts.
    package static func staleAfter(_ interval: Duration) -> Duration {
        max(interval * 3, .seconds(30))
    }
}

/// One process of a fleet.
package struct Node: Equatable, Sendable {
    /// The node's name, unique in the fleet.
    package var id: NodeID
    /// What the node does, such as `collator`; free text.
    package var role: String?
    /// What else tells it from others, such as `region`: `fra1`; values by their names.
    package var labels: [String: String]
    /// The ways of asking it.
    package var probes: [ProbeSpec]
    /// The memory that the process may use, in bytes, if known: what a leak is measured against.
    package var memoryLimitBytes: Double?
    /// Whether a source told of the node, so that the fleet file does not name it.
    package var isDiscovered: Bool

    /// A node with these probes.
    package init(
        id: NodeID,
        role: String? = nil,
        labels: [String: String] = [:],
        probes: [ProbeSpec],
        memoryLimitBytes: Double? = nil,
        isDiscovered: Bool = false
    ) {
        self.id = id
        self.role = role
        self.labels = labels
        self.probes = probes
        self.memoryLimitBytes = memoryLimitBytes
        self.isDiscovered = isDiscovered
    }
}

/// Somebody affected by the fleet: a client, a bridge, an exchange, a group of operators.
package struct Party: Equatable, Sendable {
    /// The party's name, unique in the fleet.
    package var id: PartyID
    /// What must hold for the party to be served, on every node that it depends on.
    package var needs: [Condition]
    /// The nodes that the party depends on; empty for all of them.
    package var nodes: [NodeID]

    /// A party with these needs.
    package init(id: PartyID, needs: [Condition] = [], nodes: [NodeID] = []) {
        self.id = id
        self.needs = needs
        self.nodes = nodes
    }
}

/// A condition that raises a signal while it holds.
package struct Check: Equatable, Sendable {
    /// The check's name, unique in the fleet; part of the signal's identity.
    package var name: String
    /// What is wrong when the signal is raised; its hold is the time it must last.
    package var condition: Condition
    /// Whether each node is judged alone, or the fleet as a whole.
    package var scope: Scope
    /// How urgent the signal is.
    package var priority: SignalPriority
    /// What it usually means, for the person who reads it at 3 a.m.
    package var meaning: String?
    /// What must hold, and for how long, before the signal is cleared; nil when it is enough that
    /// `condition` no longer holds.
    package var clears: Condition?

    /// What a check is evaluated over.
    package enum Scope: String, Sendable {
        case node
        case fleet
    }

    /// A check of this condition.
    package init(
        name: String,
        condition: Condition,
        scope: Scope = .node,
        priority: SignalPriority = .warning,
        meaning: String? = nil,
        clears: Condition? = nil
    ) {
        self.name = name
        self.condition = condition
        self.scope = scope
        self.priority = priority
        self.meaning = meaning
        self.clears = clears
    }
}

/// A text that must not be shown, logged or exported.
package struct Secret: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    private let value: String

    /// Keeps this text secret.
    package init(_ value: String) {
        self.value = value
    }

    /// The text itself, for the one place that must send it.
    package func reveal() -> String { value }

    /// A mask, so that printing a secret shows nothing of it.
    package var description: String { "•••" }

    /// A mirror without the text, so that dumping a secret shows nothing of it.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Where status updates go.
package struct ChannelSpec: Equatable, Sendable {
    /// The channel's name, unique in the fleet.
    package var id: ChannelID
    /// The service behind it and what is needed to reach it.
    package var service: Service
    /// From which urgency on signals are sent there by themselves; nil for none.
    package var signals: SignalPriority?
    /// How often a critical signal that nobody has taken note of is told again there; nil for as
    /// often as everywhere.
    package var remind: Duration?
    /// How long after a critical signal was told there the next channel of the file is told as
    /// well, when nobody has taken note of it; nil for never.
    package var escalate: Duration?

    /// The service behind a channel, as far as the fleet file tells.
    package enum Service: Equatable, Sendable {
        /// A channel with everything that is needed to reach it.
        case configured(ChannelSettings)
        /// A channel that cannot be used as things are, such as one whose secret is not set.
        case unusable(kind: String, reason: String)

        /// A channel of this kind with these settings, by their keys.
        package static func of(
            _ kind: any ChannelKind.Type,
            _ values: [String: Secret]
        ) -> Self {
            .configured(ChannelSettings(kind, values))
        }

        /// The service's word in files and on screens.
        package var kind: String {
            switch self {
            case .configured(let settings): settings.kind.row.word
            case .unusable(let kind, _): kind
            }
        }

        /// What the service takes in one message; nil for a channel that cannot be used.
        package var limits: ChannelLimits? {
            switch self {
            case .configured(let settings): settings.kind.row.limits
            case .unusable: nil
            }
        }

        /// Why the channel cannot be used; nil when it can.
        package var problem: String? {
            switch self {
            case .configured: nil
            case .unusable(_, let reason): reason
            }
        }
    }

    /// A channel of this service.
    package init(
        id: ChannelID,
        service: Service,
        signals: SignalPriority? = nil,
        remind: Duration? = nil,
        escalate: Duration? = nil
    ) {
        self.id = id
        self.service = service
        self.signals = signals
        self.remind = remind
        self.escalate = escalate
    }
}
