import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Testing

@testable import Detection

/// Judging only what has news says the same as judging everything.
struct FleetMonitorTests {
    /// A fleet in which everything that a judgement may depend on occurs.
    private static func fleet() throws -> Fleet {
        func condition(_ text: String) throws -> Condition { try Condition(parsing: text) }
        let page = ProbeTarget.prometheus(
            url: "http://a/metrics",
            metrics: [MetricPick(name: "queue", series: "queue")]
        )
        func node(_ place: Int) -> Node {
            let targets: [ProbeTarget] =
                switch place % 4 {
                case 0: [page]
                case 1: [.substrate]
                case 2: [.waku, page]
                default: [page, .tcp(TCPTarget(address: "10.0.0.\(place / 8):80"))]
                }
            return Node(
                id: .at(place),
                role: place < 8 ? "edge" : "core",
                probes: targets.map { ProbeSpec(target: $0) }
            )
        }
        return Fleet(
            name: "fleet",
            nodes: (0..<16).map(node),
            parties: [
                Party(id: "users", needs: [try condition("any(peers) >= 3")]),
                Party(id: "desk", needs: [try condition("peers >= 1")], nodes: [.at(0), .at(1)]),
            ],
            checks: [
                Check(name: "lonely", condition: try condition("peers == 0 for 12s")),
                Check(name: "frozen", condition: try condition("age(queue) > 17s")),
                Check(
                    name: "full",
                    condition: try condition("queue > 90"),
                    clears: try condition("queue < 50 for 8s")
                ),
                Check(
                    name: "crowded",
                    condition: try condition("sum(peers) > 60 for 5s"),
                    scope: .fleet
                ),
            ],
            polling: Polling(interval: .seconds(4), timeout: .seconds(1))
        )
    }

    /// A fleet on its way through the same random weather, judged in one of two ways.
    private struct Run {
        var monitor: FleetMonitor
        var log: ScratchLog
        let judgesAll: Bool

        init(_ fleet: Fleet, judgesAll: Bool) {
            monitor = FleetMonitor(fleet: fleet)
            log = ScratchLog(fleet: fleet.name)
            self.judgesAll = judgesAll
        }

        mutating func look(
            _ polls: [Observation],
            at steady: Timestamp,
            _ now: Timestamp
        ) -> (snapshot: FleetSnapshot, commands: [Command]) {
            monitor.take(polls)
            if judgesAll { monitor.judgeAll() }
            let (snapshot, commands) = monitor.evaluate(log.state, at: steady)
            log.follow(commands, at: now)
            return (snapshot, commands)
        }
    }

    /// What a node tells; its mood changes now and then.
    private struct Weather {
        var random: SeededGenerator
        var mood: [Int]
        var queue: [Double]
        var nextPoll: [[Timestamp]]

        init(_ fleet: Fleet, seed: UInt64) {
            random = SeededGenerator(seed: seed)
            mood = Array(repeating: 0, count: fleet.nodes.count)
            queue = Array(repeating: 10, count: fleet.nodes.count)
            nextPoll = fleet.nodes.map { node in
                node.probes.map { _ in WatchedFleet.start }
            }
        }

        mutating func polls(_ fleet: Fleet, at now: Timestamp) -> [Observation] {
            var polls: [Observation] = []
            for place in fleet.nodes.indices {
                if Int.random(in: 0..<60, using: &random) == 0 {
                    mood[place] = Int.random(in: 0..<8, using: &random)
                }
                for probe in fleet.nodes[place].probes.indices
                where nextPoll[place][probe] <= now {
                    let jitter = Int.random(in: -200...200, using: &random)
                    nextPoll[place][probe] = now + .milliseconds(4000 + jitter)
                    if let poll = poll(fleet.nodes[place].id, place, probe, at: now) {
                        polls.append(poll)
                    }
                }
            }
            return polls
        }

        private mutating func poll(
            _ node: NodeID,
            _ place: Int,
            _ probe: Int,
            at now: Timestamp
        ) -> Observation? {
            var poll = Observation(
                node: node,
                probeIndex: probe,
                at: now,
                latency: .milliseconds(5),
                samples: [],
                facts: [
                    Fact(.version, [mood[place] == 5 ? "2.0" : "1.9"]),
                    Fact(.peerID, ["id-\(place)"]),
                ]
            )
            let step = Double(Int.random(in: -9...12, using: &random))
            if mood[place] != 1 { queue[place] = max(0, min(120, queue[place] + step)) }
            poll.samples = [
                Sample("queue", queue[place]),
                Sample(.peers, mood[place] == 2 ? 0 : Double(place % 5 + 1)),
                Sample(.heightBest, ((now - WatchedFleet.start).inSeconds / 6).rounded(.down)),
            ]
            switch mood[place] {
            case 3:
                poll.latency = nil
                poll.samples = []
                poll.facts = []
                poll.problems = [Problem(part: "page", reason: .refused)]
            case 4: return nil
            case 6: poll.problems = [Problem(part: "page", reason: .refused)]
            case 7: if Bool.random(using: &random) { poll.facts[1] = Fact(.peerID, ["other"]) }
            default: break
            }
            return poll
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `nodes without news are left alone, and everything said is the same`(seed: UInt64) throws {
        let fleet = try Self.fleet()
        var weather = Weather(fleet, seed: seed)
        var runs = [Run(fleet, judgesAll: false), Run(fleet, judgesAll: true)]
        var steady = WatchedFleet.start
        var offset = Duration.zero
        var count = 0
        for round in 0..<450 {
            steady = steady + .milliseconds(Int.random(in: 200...900, using: &weather.random))
            if round == 200 || round == 300 {
                for place in runs.indices { runs[place].monitor.leaveOut(.seconds(30)) }
            }
            if round == 250 {
                let from = steady + offset
                offset += .seconds(-77)
                for place in runs.indices {
                    runs[place].monitor.move(by: .seconds(-77))
                    runs[place].log.noteClockStep(from: from, to: steady + offset)
                }
            }
            let polls = weather.polls(fleet, at: steady)
            let looks = runs.indices.map { runs[$0].look(polls, at: steady, steady + offset) }
            try #require(looks[0].commands == looks[1].commands, "round \(round)")
            #expect(looks[0].snapshot.assessments == looks[1].snapshot.assessments)
            #expect(looks[0].snapshot.needs == looks[1].snapshot.needs)
            try #require(looks[0].snapshot.findings == looks[1].snapshot.findings, "\(round)")
            count += looks[0].commands.count
        }
        #expect(runs[0].log.state == runs[1].log.state)
        #expect(count > 50)
        let kinds = Set(runs[0].log.state.signals.values.map(\.finding.kind))
        #expect(kinds.isSuperset(of: [.check, .down, .probe, .need]))
    }

    @Test func `a calm fleet is judged where there is news, and nowhere else`() throws {
        let fleet = Fleet.of(
            200,
            .page,
            checks: [
                Check(name: "lonely", condition: try Condition(parsing: "peers == 0"))
            ]
        )
        var monitor = FleetMonitor(fleet: fleet)
        var log = ScratchLog(fleet: fleet.name)
        func poll(_ node: Node, at now: Timestamp) -> Observation {
            Observation(
                node: node.id,
                probeIndex: 0,
                at: now,
                latency: .milliseconds(5),
                samples: [Sample(.peers, 5)]
            )
        }
        var now = WatchedFleet.start
        monitor.take(fleet.nodes.map { poll($0, at: now) })
        for _ in 0..<3 {
            log.follow(monitor.evaluate(log.state, at: now).commands, at: now)
            now = now + .milliseconds(500)
        }
        #expect(monitor.judgedCount == 0)
        monitor.take([poll(fleet.nodes[7], at: now), poll(fleet.nodes[70], at: now)])
        _ = monitor.evaluate(log.state, at: now)
        #expect(monitor.judgedCount == 2)
        // All others grow old at once.
        now = now + fleet.polling.staleAfter
        _ = monitor.evaluate(log.state, at: now)
        #expect(monitor.judgedCount == 198)
    }
}
