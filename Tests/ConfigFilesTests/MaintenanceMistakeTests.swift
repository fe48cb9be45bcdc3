import ConfigFiles
import FleetModel
import Primitives
import Testing

/// Planned work that comes again, and the mistakes in it.
struct MaintenanceMistakeTests {
    private let berlin = ZoneRules(name: "Europe/Berlin", first: 3600, changes: [])

    private func read(_ part: String) -> (fleet: Fleet?, problems: [String]) {
        let result = FleetFile.read(
            "fleet: f\nmaintenance:\n  - {\(part)}\nnodes: [{name: a, http: http://a/}]",
            file: "f",
            environment: [:],
            zones: { $0 == "Europe/Berlin" ? berlin : nil },
            readSecretFile: { _ in throw NoSuchFile() }
        )
        return (result.fleet, result.problems.map { String($0.description.dropFirst(2)) })
    }

    @Test func `days, time, span, zone and nodes are read`() throws {
        let result = read(
            "every: sunday 02:00 for 2h, zone: Europe/Berlin, nodes: [a], reason: backups"
        )
        let work = try #require(result.fleet?.maintenance.first)
        #expect(work.every == WeeklySpan(text: "sunday 02:00 for 2h"))
        #expect(work.zone == berlin)
        #expect(work.nodes == ["a"])
        #expect(work.reason == "backups")
    }

    @Test(arguments: [
        (
            "every: sunday, reason: x",
            "3:13: 'every' must be days, a time and a span up to 24h such as "
                + "'sunday 02:00 for 2h' or 'day 04:00 for 30m'"
        ),
        (
            "every: day 04:00 for 1h, zone: Berlin, reason: x",
            "3:37: 'zone' must be a time zone of this machine such as Europe/Berlin or UTC"
        ),
        (
            "every: day 04:00 for 1h, nodes: [b], reason: x",
            "3:39: there is no node 'b'; did you mean 'a'?"
        ),
        (
            "every: day 04:00 for 1h, reson: x, reason: y",
            "3:31: unknown key 'reson' in a maintenance; did you mean 'reason'?"
        ),
        ("every: day 04:00 for 1h", "3:5: a maintenance needs the key 'reason'"),
    ])
    func `a mistake is told where it stands`(part: String, problem: String) {
        #expect(read(part).problems == [problem])
    }
}
