import FleetModel
import Monitoring
import Primitives
import TestSupport
import Testing

struct FleetSourceTests {
    private static let noon = Timestamp(seconds: 1_625_832_000)

    private func reading(
        _ nodes: [SourceReading.NodeReading]?,
        after span: Duration = .zero,
        problems: [Problem] = []
    ) -> SourceReading {
        SourceReading(
            index: 0,
            at: Self.noon + span,
            nodes: nodes,
            problems: problems,
            latency: .milliseconds(4)
        )
    }

    private func node(_ id: NodeID, isUp: Bool = true) -> SourceReading.NodeReading {
        SourceReading.NodeReading(
            id: id,
            role: "waku",
            labels: ["region": "fra1"],
            isUp: isUp,
            samples: [Sample(.peers, 3)]
        )
    }

    private func take(
        _ reading: SourceReading,
        into fleet: inout Fleet,
        _ readings: inout FleetReadings
    ) -> [NodeID: NodeAssessment] {
        for observation in fleet.take(reading, readings: readings) { readings.apply(observation) }
        readings.apply(reading)
        return fleet.assess(&readings, at: reading.at)
    }

    @Test func `nodes that a source names join the fleet, also later`() {
        var fleet = Fleet(name: "f", nodes: [Node(id: "own", probes: [])])
        var readings = FleetReadings()
        _ = take(reading([node("a"), node("own")]), into: &fleet, &readings)
        let later = reading([node("a"), node("b")], after: .seconds(10))
        let verdicts = take(later, into: &fleet, &readings)
        #expect(fleet.nodes.map(\.id) == ["own", "a", "b"])
        #expect(fleet.nodes.map(\.isDiscovered) == [false, true, true])
        #expect(fleet.nodes.map(\.role) == [nil, "waku", "waku"])
        #expect(fleet.nodes.map { $0.labels["region"] } == [nil, "fra1", "fra1"])
        #expect(verdicts["b"]?.verdict == .healthy)
        #expect(readings.nodes["own"]?[.peers] == 3)
    }

    @Test func `a node that the source cannot reach is down after two polls`() {
        var fleet = Fleet(name: "f")
        var readings = FleetReadings()
        _ = take(reading([node("a", isUp: false)]), into: &fleet, &readings)
        let later = reading([node("a", isUp: false)], after: .seconds(10))
        let verdict = take(later, into: &fleet, &readings)["a"]
        #expect(verdict?.verdict == .down)
        #expect(verdict?.reasons == ["up: the monitoring server cannot reach the node"])
    }

    @Test func `while the source is away nothing is known of its nodes`() {
        var fleet = Fleet(name: "f")
        var readings = FleetReadings()
        _ = take(reading([node("a"), node("b", isUp: false)]), into: &fleet, &readings)
        for span in [10, 20, 30] {
            let problem = Problem(part: "promql", reason: .refused)
            let blind = reading(nil, after: .seconds(span), problems: [problem])
            let verdicts = take(blind, into: &fleet, &readings)
            #expect(verdicts.values.map(\.verdict) == [.unknown, .unknown])
            #expect(verdicts["a"]?.reasons == ["promql: refused"])
            #expect(readings.sourceProblems[0] == [problem])
        }
    }

    @Test func `a node that is no longer named grows silent, and is dropped after a day`() {
        var fleet = Fleet(name: "f")
        var readings = FleetReadings()
        _ = take(reading([node("a"), node("b")]), into: &fleet, &readings)
        let minute = reading([node("a")], after: .seconds(60))
        let verdicts = take(minute, into: &fleet, &readings)
        #expect(verdicts["b"]?.verdict == .unknown)
        #expect(verdicts["b"]?.reasons == ["no reading for 1m"])
        let day = reading([node("a")], after: .seconds(25 * 3600))
        _ = take(day, into: &fleet, &readings)
        #expect(fleet.nodes.map(\.id) == ["a"])
    }

    @Test func `a source cannot add nodes without end`() {
        var fleet = Fleet(name: "f")
        let many = (0..<Fleet.discoveredLimit + 5).map { node(NodeID("n\($0)")) }
        let observations = fleet.take(reading(many), readings: FleetReadings())
        #expect(fleet.nodes.count == Fleet.discoveredLimit)
        #expect(observations.count == Fleet.discoveredLimit)
    }
}
