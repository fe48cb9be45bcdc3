import ConfigFiles
import FleetModel
import Testing

struct HeartbeatFileTests {
    @Test(arguments: [
        (
            "heartbeat: often",
            "4:16: 'heartbeat' must be a span such as 10s, not 'often'"
        ),
        ("heartbeat: {name: b}", "4:16: heartbeat needs the key 'every'"),
        (
            "heartbeat: {every: 1h, grce: 1m}",
            "4:28: unknown key 'grce' in heartbeat; did you mean 'grace'?"
        ),
        (
            "heartbeat: {every: 1h, priority: high}",
            "4:38: 'priority' must be critical or warning, not 'high'"
        ),
        (
            "heartbeat: {every: 1h, name: 'a b'}",
            "4:34: 'name' must be a word that conditions can use, such as disk"
        ),
        (
            "heartbeat: [1h, 2h]",
            "4:21: two heartbeats are named 'a'; the first is in line 4"
        ),
    ])
    func `a mistake of a heartbeat is named at its place`(_ text: String, _ problem: String) {
        #expect(problems(after: "nodes:\n  - name: a\n    " + text).first == problem)
    }

    @Test func `a span is enough; the name is the node's, the grace a tenth`() throws {
        let result = readFleet(
            """
            fleet: f
            nodes:
              - name: db
                heartbeat: 1h
              - name: web
                heartbeat: [{every: 1m, name: certs}, {every: 1d, grace: 5m}]
            """
        )
        #expect(result.problems.map(\.description) == [])
        let fleet = try #require(result.fleet)
        #expect(fleet.heartbeatNames == ["db", "certs", "web"])
        let targets = fleet.nodes.flatMap(\.probes).map(\.target)
        #expect(
            targets == [
                .heartbeat(HeartbeatTarget(every: .seconds(3600), grace: .seconds(360))),
                .heartbeat(
                    HeartbeatTarget(name: "certs", every: .seconds(60), grace: .seconds(60))
                ),
                .heartbeat(HeartbeatTarget(every: .seconds(86_400), grace: .seconds(300))),
            ]
        )
    }
}
