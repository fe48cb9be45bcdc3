import FleetModel
import Monitoring
import Primitives
import Testing

/// Which of several probes of the same kind failed.
struct ProbePlaceTests {
    private func reasons(_ targets: [ProbeTarget], failing index: Int) -> [String]? {
        let node = Node(id: "a", probes: targets.map { ProbeSpec(target: $0) })
        let fleet = Fleet(name: "f", nodes: [node])
        var readings = FleetReadings()
        let now = Timestamp(seconds: 1000)
        for place in targets.indices {
            let problem = Problem(part: "http", reason: .status(404))
            readings.apply(
                Observation(
                    node: "a",
                    probeIndex: place,
                    at: now,
                    latency: .milliseconds(1),
                    samples: [],
                    facts: [],
                    problems: place == index ? [problem] : []
                )
            )
        }
        return fleet.assess(&readings, at: now)["a"]?.reasons
    }

    private func page(_ url: String) -> ProbeTarget {
        .http(url: url, status: 200, contains: nil)
    }

    @Test func `a probe that is the only one of its kind is named by that`() {
        let targets = [page("http://a/ready"), .tcp(TCPTarget(address: "a:1"))]
        #expect(reasons(targets, failing: 0) == ["http: HTTP status 404"])
    }

    @Test func `one of several is named by its place, without what may be a secret`() {
        let targets = [
            page("http://a:81/ready"), page("https://b/v3/0123456789abcdef0?key=x"),
        ]
        #expect(reasons(targets, failing: 0) == ["http a:81/ready: HTTP status 404"])
        #expect(reasons(targets, failing: 1) == ["http b:443/v3/…: HTTP status 404"])
    }
}
