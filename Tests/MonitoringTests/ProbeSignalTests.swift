import IncidentLog
import Monitoring
import FleetModel
import Primitives
import TestSupport
import Testing

/// A probe that fails or goes unanswered is a signal within a minute, as `up == 0` is.
struct ProbeSignalTests {
    private let broken = [Problem(part: "metrics", reason: .status(503))]

    private func watched(_ count: Int) -> WatchedFleet {
        WatchedFleet(
            Fleet(
                name: "prod",
                nodes: (1...count).map { number in
                    Node(
                        id: NodeID("n\(number)"),
                        probes: [.prometheus("http://h\(number)/metrics")]
                    )
                }
            )
        )
    }

    private func run(
        _ watched: inout WatchedFleet,
        _ from: Int,
        through to: Int,
        problems: [Problem],
        _ metrics: [MetricName: Double] = [:]
    ) throws {
        for second in stride(from: from, through: to, by: 10) {
            for node in watched.fleet.nodes {
                watched.readings.poll(
                    node.id,
                    at: seconds(second),
                    metrics,
                    problems: problems
                )
            }
            try watched.tick(at: seconds(second))
        }
    }

    @Test func `200 nodes that answer 503 are one critical signal within a minute`() throws {
        var watched = watched(200)
        try run(&watched, 0, through: 40, problems: [], [.peers: 9])
        try run(&watched, 50, through: 100, problems: broken)
        let signals = watched.log.state.activeSignals
        #expect(signals.map(\.id) == ["probe fails"])
        #expect(signals.first?.finding.nodes.count == 200)
        #expect(signals.first?.priority == .critical)
        #expect(signals.first?.text.contains("HTTP status 503") == true)
        try run(&watched, 110, through: 200, problems: [], [.peers: 9])
        #expect(watched.log.state.activeSignals == [])
    }

    @Test func `one part that fails while others answer is a warning that names it`() throws {
        var watched = watched(1)
        try run(&watched, 0, through: 60, problems: broken, [.peers: 9])
        let signal = try #require(watched.log.state.activeSignals.first)
        #expect(signal.priority == .warning)
        #expect(signal.text == "probe fails on n1: metrics: HTTP status 503")
    }

    @Test func `a part that is switched off or fails once is no signal`() throws {
        var watched = watched(1)
        let off = [Problem(part: "admin", reason: .adminDisabled, isFault: false)]
        try run(&watched, 0, through: 300, problems: off, [.peers: 9])
        try run(&watched, 310, through: 320, problems: broken)
        try run(&watched, 330, through: 400, problems: off, [.peers: 9])
        #expect(watched.log.entries == [])
    }

    @Test func `a node that is down is told of as down alone`() throws {
        var watched = watched(1)
        try run(&watched, 0, through: 40, problems: [], [.peers: 9])
        for second in stride(from: 50, through: 200, by: 10) {
            watched.readings.silence("n1", at: seconds(second))
            try watched.tick(at: seconds(second))
        }
        #expect(watched.log.state.signals.values.map(\.id).sorted() == ["down/n1"])
    }

    @Test func `a failing node that goes down is told of under that`() throws {
        var watched = watched(1)
        try run(&watched, 0, through: 60, problems: broken)
        for second in stride(from: 70, through: 120, by: 10) {
            watched.readings.silence("n1", at: seconds(second))
            try watched.tick(at: seconds(second))
        }
        #expect(watched.log.state.activeSignals.map(\.id) == ["down/n1"])
    }

    @Test func `a source that cannot be asked is a critical signal`() throws {
        var watched = WatchedFleet(
            Fleet(name: "prod", sources: [FleetSource(server: "http://prom.example")])
        )
        let failing = SourceReading(
            index: 0,
            at: start,
            nodes: nil,
            problems: [Problem(part: "nodes", reason: .refused)],
            latency: .zero
        )
        for second in stride(from: 0, through: 60, by: 10) {
            watched.readings.apply(failing)
            try watched.tick(at: seconds(second))
        }
        let signal = try #require(watched.log.state.activeSignals.first)
        #expect(signal.id == "source fails/http://prom.example")
        #expect(signal.priority == .critical)
        #expect(signal.text == "the source http://prom.example fails: nodes: refused")
    }
}
