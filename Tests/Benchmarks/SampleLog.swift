import FleetModel
import IncidentLog
import Primitives

/// The log of an incident in full swing: commands of people and of Tocsin itself, decided by the
/// same rules as real ones.
struct SampleLog {
    /// What is known after the entries made so far.
    private(set) var state = LogState()
    private let fleet: Fleet
    private var number = 0
    private var waiting: [Entry] = []

    /// The incident that most of the entries belong to.
    static let incident: IncidentID = "INC-0001"

    /// A log without entries.
    init(fleet: Fleet) {
        self.fleet = fleet
    }

    /// The next entries, one a second.
    mutating func entries(_ count: Int) throws -> [Entry] {
        try (0..<count).map { _ in try next() }
    }

    /// The next entries before the store gives them their place.
    mutating func drafts(_ count: Int) throws -> [EntryDraft] {
        try entries(count).map(\.draft)
    }

    private mutating func next() throws -> Entry {
        while waiting.isEmpty {
            let (command, actor) = command(number)
            let now = SampleFleet.start + .seconds(number)
            number += 1
            let context = DecisionContext(now: now, actor: actor)
            for decision in try state.decide(command, in: context) {
                let entry = entry(decision, by: actor, at: now)
                state.apply(entry)
                waiting.append(entry)
            }
        }
        return waiting.removeFirst()
    }

    private func entry(_ decision: Decision, by actor: Actor, at now: Timestamp) -> Entry {
        let sequence = state.sequence + 1
        return Entry(
            sequence: sequence,
            draft: EntryDraft(
                id: EntryID(ULID.text(at: now, high: 0, low: UInt64(sequence))),
                incident: decision.incident,
                device: "bench",
                actor: actor,
                occurredAt: now,
                recordedAt: now,
                event: decision.event
            ),
            payload: nil,
            payloadDigest: "",
            previousHash: "",
            hash: ""
        )
    }

    private func command(_ number: Int) -> (Command, Actor) {
        guard number > 0 else {
            return (
                .incident(
                    .declare(
                        title: "collators lose their peers after the upgrade",
                        severity: .sev2,
                        mode: .real,
                        fleet: fleet.name,
                        impactFrom: nil,
                        checklist: fleet.runbooks.first
                    )
                ), Actor("hanno")
            )
        }
        let node = fleet.nodes[number % fleet.nodes.count].id
        switch number % 10 {
        case 1:
            return (
                .entry(.report(Self.incident, party: "exchange", text: Self.words(number))), .party
            )
        case 3:
            return (
                .signal(
                    .raise(
                        Finding(
                            id: SignalID("few peers/\(node)"),
                            kind: .check,
                            priority: .warning,
                            text: "few peers: 2 on \(node)",
                            nodes: [node],
                            since: SampleFleet.start
                        )
                    )
                ), .tocsin
            )
        case 6:
            return (.observation(.keepLogLine(node, text: "WARN \(Self.words(number))")), .tocsin)
        case 8:
            let earlier = fleet.nodes[(number - 5) % fleet.nodes.count].id
            let signal = SignalID("few peers/\(earlier)")
            let text = "few peers no longer on \(earlier)"
            return (.signal(.clear(signal, text: text)), .tocsin)
        case 9: return (.observation(.recordFact(node, .version, to: ["0.9.\(number)"])), .tocsin)
        default: return (.entry(.note(Self.incident, text: Self.words(number))), Actor("franck"))
        }
    }

    /// A line of 6 to 25 words.
    private static func words(_ number: Int) -> String {
        let stock = [
            "peers", "are", "back", "on", "the", "second", "group,", "memory", "still", "grows",
            "by", "40M", "an", "hour;", "restarting", "collator", "with", "pinned", "release",
        ]
        let count = 6 + number * 7 % 20
        return (0..<count).map { stock[(number + $0 * 3) % stock.count] }.joined(separator: " ")
    }
}

extension Actor {
    /// Whoever writes for a party.
    fileprivate static let party = Actor("seraya")
}
