import CellGrid
import CommandCentre
import EventStore
import FleetModel
import IncidentLog
import Primitives
import Runtime
import Screens
import Synchronization
import Testing

/// A past incident shown again is what was on the screen then.
struct ReplayPictureTests {
    /// A clock that stands where a test puts it.
    private final class StandingClock: SessionClock {
        private let moment = Mutex(Timestamp(seconds: 1_626_076_800))

        var now: Timestamp { moment.withLock { $0 } }

        func advance(minutes: Int) { moment.withLock { $0 = $0 + .seconds(minutes * 60) } }
    }

    private static let picture = ScreenPicture(
        size: (120, 40),
        operatorName: "ada",
        theme: .plain
    )

    private static func command(_ minute: Int, _ id: IncidentID) -> Command {
        switch minute {
        case 1: .entry(.note(id, text: "looking at the mesh"))
        case 2: .incident(.changeSeverity(id, to: .sev1, reason: "worse"))
        case 3:
            .impact(
                .openImpact(id, party: "js-waku", kind: "down", from: .distant, cause: .original)
            )
        case 4: .update(.sendUpdate(id, text: "we know", channels: ["irc"], nextDue: nil))
        case 5: .entry(.report(id, party: "js-waku", text: "cut off"))
        default: .entry(.note(id, text: "line \(minute)"))
        }
    }

    /// The screens of an incident as they were live, minute by minute.
    private static func live() async throws -> (InMemoryEventLog, [(Timestamp, String)]) {
        let (log, clock) = (InMemoryEventLog(), StandingClock())
        let session = Session(fleet: nil, log: log, clock: clock, device: "box")
        let declared = try await session.perform(
            .incident(
                .declare(
                    title: "mesh lost",
                    severity: .sev2,
                    mode: .real,
                    fleet: nil,
                    impactFrom: nil,
                    checklist: nil
                )
            ),
            by: Actor("ada")
        )
        let id = try #require(declared.first?.incident)
        var shown: [(Timestamp, String)] = []
        for minute in 1...9 {
            clock.advance(minutes: 1)
            try await session.perform(command(minute, id), by: Actor("ada"))
            let looking = Session(fleet: nil, log: log, clock: clock, device: "box")
            try await looking.refresh()
            let canvas = try await picture.draw(ScreenPicture.Source(looking))
            shown.append((clock.now, canvas.text()))
        }
        return (log, shown)
    }

    /// Everything below the header, which says that it is a replay.
    private static func body(_ text: String) -> [Substring] {
        // The footer tells the keys of the replay instead of those of the screen.
        Array(
            text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast(2)
        )
    }

    @Test func `a replay shows what the screen showed at each moment, back and forth`()
        async throws
    {
        let (log, shown) = try await Self.live()
        let id = IncidentID(number: 1)
        let replay = try #require(try await Replay.open(log, id))
        for (moment, text) in shown + shown.reversed() {
            let canvas = try await replay.draw(Self.picture, of: nil, at: moment)
            #expect(Self.body(canvas.text()) == Self.body(text), "\(moment)")
            let header = canvas.text().prefix { $0 != "\n" }
            #expect(header.contains("REPLAY"))
            #expect(header.contains(moment.clock))
        }
    }

    @Test func `a replay writes nothing and stops at what people wrote`() async throws {
        let (log, shown) = try await Self.live()
        let before = try await log.lastSequence()
        let replay = try #require(try await Replay.open(log, IncidentID(number: 1)))
        #expect(replay.begin < shown[0].0)
        #expect(replay.end == shown[8].0)
        #expect(replay.stop(after: shown[2].0) == shown[3].0)
        #expect(replay.stop(before: shown[2].0) == shown[1].0)
        #expect(replay.stop(after: replay.end) == nil)
        #expect(replay.move(to: shown[4].0) == false)
        #expect(replay.move(to: shown[1].0))
        let session = Session(
            fleet: nil,
            log: replay.log,
            clock: replay.clock,
            device: "replay"
        )
        await #expect(throws: CommandFailure.self) {
            try await session.perform(
                .entry(.note(IncidentID(number: 1), text: "no")),
                by: Actor("ada")
            )
        }
        #expect(try await log.lastSequence() == before)
        #expect(try await Replay.open(log, "INC-0009") == nil)
    }
}

extension Timestamp {
    fileprivate static let distant = Timestamp(seconds: 1_626_076_800)
}
