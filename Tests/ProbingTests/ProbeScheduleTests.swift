import FleetModel
import Primitives
import Probing
import Testing

/// When probes are due.
struct ProbeScheduleTests {
    private static func fleet(nodes: Int, interval: Duration) -> Fleet {
        Fleet(
            name: "fleet",
            nodes: (0..<nodes).map { number in
                Node(
                    id: NodeID("n\(number)"),
                    probes: [ProbeSpec(target: .prometheus(url: "http://n\(number)", metrics: []))]
                )
            },
            polling: Polling(interval: interval)
        )
    }

    private static func schedule(
        nodes: Int,
        interval: Duration = .seconds(10),
        seed: UInt64 = 1
    ) -> ProbeSchedule {
        ProbeSchedule(fleet: fleet(nodes: nodes, interval: interval), seed: seed, start: noon)
    }

    @Test
    func `first polls are spread over two seconds in the order of the fleet`() {
        var schedule = Self.schedule(nodes: 4)
        var moments: [Int64] = []
        var names: [String] = []
        while let due = schedule.nextDue, due < noon + .seconds(2) {
            moments.append((due - noon).milliseconds)
            names += schedule.takeDue(at: due).map(\.node.rawValue)
        }
        #expect(moments == [0, 500, 1000, 1500])
        #expect(names == ["n0", "n1", "n2", "n3"])
    }

    @Test
    func `a short interval shortens the first round`() {
        var schedule = Self.schedule(nodes: 2, interval: .seconds(1))
        #expect(schedule.takeDue(at: noon).map(\.node) == ["n0"])
        #expect(schedule.nextDue == noon + .milliseconds(500))
    }

    @Test(arguments: [1, 2, 3, 99] as [UInt64])
    func `later polls come every interval within five per cent`(_ seed: UInt64) throws {
        var schedule = Self.schedule(nodes: 1, seed: seed)
        var last = noon
        var spans: Set<Int64> = []
        _ = schedule.takeDue(at: last)
        for _ in 0..<50 {
            let due = try #require(schedule.nextDue)
            let span = (due - last).milliseconds
            #expect((9500...10_500).contains(span))
            spans.insert(span)
            last = due
            #expect(schedule.takeDue(at: due).count == 1)
        }
        // Slots of 100 ms within 9.5 to 10.5 s.
        #expect(spans.count > 5)
    }

    @Test
    func `second polls are spread over a whole interval`() throws {
        var schedule = Self.schedule(nodes: 100)
        _ = schedule.takeDue(at: noon + .seconds(2))
        var perSecond: [Int64: Int] = [:]
        var asked: Set<NodeID> = []
        while asked.count < 100 {
            let due = try #require(schedule.nextDue)
            for probe in schedule.takeDue(at: due) where asked.insert(probe.node).inserted {
                perSecond[(due - noon).milliseconds / 1000, default: 0] += 1
            }
        }
        #expect(perSecond.values.max() ?? 0 <= 11)
        #expect(perSecond.count >= 10)
    }

    @Test
    func `a probe that fell silent is asked again within a second`() throws {
        var schedule = Self.schedule(nodes: 3)
        let now = noon + .seconds(2)
        _ = schedule.takeDue(at: now)
        schedule.askAgain("n1", index: 0, at: now)
        let due = try #require(schedule.nextDue)
        #expect(due - now <= .seconds(1))
        #expect(schedule.takeDue(at: due).map(\.node) == ["n1"])
        #expect(try #require(schedule.nextDue) - now > .seconds(1))
    }

    @Test
    func `the same seed gives the same moments, another seed others`() {
        func third(_ seed: UInt64) -> Timestamp? {
            var schedule = Self.schedule(nodes: 3, seed: seed)
            for _ in 0..<10 { _ = schedule.nextDue.map { schedule.takeDue(at: $0) } }
            return schedule.nextDue
        }
        #expect(third(7) == third(7))
        #expect(third(7) != third(8))
    }

    @Test
    func `a late poll does not pile up`() throws {
        var schedule = Self.schedule(nodes: 2)
        let late = noon + .seconds(3600)
        #expect(schedule.takeDue(at: late).map(\.node) == ["n0", "n1"])
        #expect(schedule.takeDue(at: late).isEmpty)
        let next = try #require(schedule.nextDue)
        #expect(next >= late + .seconds(7))
    }

    @Test
    func `a fleet without probes is never due`() {
        var schedule = ProbeSchedule(fleet: Fleet(name: "empty"), seed: 1, start: noon)
        #expect(schedule.nextDue == nil)
        #expect(schedule.takeDue(at: noon).isEmpty)
    }
}
