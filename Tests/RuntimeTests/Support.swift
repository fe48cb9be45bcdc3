import EventStore
import FleetModel
import IncidentLog
import Primitives
import Runtime
import Synchronization
import Testing

/// A clock that goes on only when a test says so.
final class SettableClock: SessionClock {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp = Timestamp(seconds: 1_752_000_000)) {
        moment = Mutex(start)
    }

    var now: Timestamp { moment.withLock { $0 } }

    func advance(by span: Duration) {
        moment.withLock { $0 = $0 + span }
    }
}

extension EventLog {
    /// Every entry, the oldest first.
    func all() async throws(StoreError) -> [Entry] {
        try await entries(after: 0, limit: .max)
    }

    /// Waits for the first entry that fits; the test's time limit bounds it.
    func first(where fits: (Entry) -> Bool) async throws -> Entry {
        for await _ in changes() {
            if let entry = try await all().first(where: fits) { return entry }
        }
        throw StoreError.failed("the log was closed before the entry came")
    }
}

extension Actor {
    static let ada = Actor("Ada")
    static let bob = Actor("Bob")
}

extension Session {
    /// A session of a test on this log.
    init(_ log: any EventLog, fleet: Fleet? = nil, clock: any SessionClock, device: String = "box")
    {
        self.init(fleet: fleet, log: log, clock: clock, device: device)
    }

    /// Declares a SEV2 incident and returns its number.
    @discardableResult
    func declare(
        _ title: String = "nodes do not answer",
        mode: IncidentMode = .real,
        checklist: ChecklistDefinition? = nil
    ) async throws -> IncidentID {
        let entries = try await perform(
            .incident(
                .declare(
                    title: title,
                    severity: .sev2,
                    mode: mode,
                    fleet: fleet?.name,
                    impactFrom: nil,
                    checklist: checklist
                )
            ),
            by: .ada
        )
        return try #require(entries.first?.incident)
    }
}

extension Fleet {
    /// A fleet of one node with a step, a check and a party that look at its peers.
    static func watchedStep() throws -> Fleet {
        Fleet(
            name: "test",
            nodes: [
                Node(
                    id: "a",
                    probes: [
                        ProbeSpec(
                            target: .http(url: "http://127.0.0.1:1", status: 200, contains: nil)
                        )
                    ]
                )
            ],
            parties: [Party(id: "clients", needs: [try Condition(parsing: "peers >= 1")])],
            checks: [Check(name: "lonely", condition: try Condition(parsing: "peers == 0"))],
            runbooks: [
                ChecklistDefinition(
                    name: "recovery",
                    steps: [
                        StepDefinition(
                            id: "peers",
                            title: "every node has peers",
                            condition: "peers >= 1"
                        )
                    ]
                )
            ]
        )
    }
}
