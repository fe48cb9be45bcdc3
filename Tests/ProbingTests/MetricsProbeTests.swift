import FleetModel
import Primitives
import Probing
import Testing

/// PollResult any exposition page, and any web page.
@Suite(.timeLimit(.minutes(15)))
struct MetricsProbeTests {
    private static let page = """
        # HELP go_build_info Build.
        # TYPE go_build_info gauge
        go_build_info{version="go1.22"} 1
        node_exporter_build_info{branch="HEAD",version="1.5.0"} 1
        # TYPE node_load1 gauge
        node_load1 0.25
        node_memory_MemAvailable_bytes 8e9
        process_cpu_seconds_total 12.5
        process_open_fds 9
        process_resident_memory_bytes 2.5e+07
        process_start_time_seconds 1.7e9
        queue{name="a",zone="x"} 2
        queue{name="b",zone="x"} 3
        queue{name="b",zone="y"} 10
        broken NaN

        """

    @Test
    func `without picks the usual figures of a process are kept`() async throws {
        let observation = try await poll({ .prometheus(url: $0, metrics: []) }) { _ in
            .ok(Self.page)
        }
        #expect(observation.problems.isEmpty)
        #expect(observation[.memory] == 25_000_000)
        #expect(observation[.cpuSeconds] == 12.5)
        #expect(observation[.startTime] == 1_700_000_000)
        #expect(observation[.openFiles] == 9)
        #expect(observation["load"] == 0.25)
        #expect(observation["memory.available"] == 8e9)
        #expect(observation[.series] == 12)
        #expect(observation[.version] == ["1.5.0"])
        #expect(observation.at == noon)
    }

    @Test
    func `of several processes the amounts are added up and the newest start counts`()
        async throws
    {
        let observation = try await poll({ .prometheus(url: $0, metrics: []) }) { _ in
            .ok(
                """
                process_start_time_seconds{service="a"} 1790000200
                process_start_time_seconds{service="b"} 1790000100
                process_cpu_seconds_total{service="a"} 10
                process_cpu_seconds_total{service="b"} 2
                process_resident_memory_bytes{service="a"} 1e6
                process_resident_memory_bytes{service="b"} 2e6

                """
            )
        }
        #expect(observation[.startTime] == 1_790_000_200)
        #expect(observation[.memory] == 3_000_000)
        #expect(observation[.cpuSeconds] == 12)
    }

    @Test(arguments: [
        #"geth_build_info {version="1.16.7"} 1"#, #"{"geth_build_info",version="1.16.7"} 1"#,
        #"geth_build_info{version="1.16.7"} 1"#,
    ])
    func `a version is found however its line is written`(_ line: String) async throws {
        let observation = try await poll({ .prometheus(url: $0, metrics: []) }) { _ in
            .ok(line + "\n")
        }
        #expect(observation[.version] == ["1.16.7"])
    }

    @Test
    func `picks add up the series whose labels match`() async throws {
        let picks = [
            MetricPick(name: "all", series: "queue"),
            MetricPick(name: "b", series: "queue", labels: ["name": "b"]),
            MetricPick(name: "one", series: "queue", labels: ["name": "b", "zone": "y"]),
        ]
        let observation = try await poll({ .prometheus(url: $0, metrics: picks) }) { _ in
            .ok(Self.page)
        }
        #expect(observation["all"] == 15)
        #expect(observation["b"] == 13)
        #expect(observation["one"] == 10)
        #expect(observation[.memory] == nil)
        #expect(observation.problems.isEmpty)
    }

    @Test
    func `an empty label matches series without it, and one series counts once`() async throws {
        let page = "q{zone=\"x\"} 1\nq{name=\"\"} 2\nq{name=\"a\"} 4\nq{name=\"a\"} 8\n"
        let picks = [
            MetricPick(name: "nameless", series: "q", labels: ["name": ""]),
            MetricPick(name: "all", series: "q"),
        ]
        let observation = try await poll({ .prometheus(url: $0, metrics: picks) }) { _ in .ok(page)
        }
        #expect(observation["nameless"] == 3)
        #expect(observation["all"] == 11)
    }

    @Test(arguments: [
        ("waku_node_messages_total", "logos_delivery_node_messages_total"),
        ("logos_delivery_node_messages_total", "waku_node_messages_total"),
        ("waku_store_errors", "logos_delivery_store_errors_total"),
        ("substrate_block_height", "polkadot_block_height"),
        ("polkadot_block_height", "substrate_block_height"),
    ])
    func `a pick finds a renamed metric`(_ picked: String, _ told: String) async throws {
        let pick = MetricPick(name: "own", series: picked, labels: ["type": "a"])
        let other = MetricPick(name: "other", series: told)
        let page = "\(told){type=\"a\"} 7\n"
        let target = { @Sendable in ProbeTarget.prometheus(url: $0, metrics: [pick, other]) }
        let renamed = try await poll(target) { _ in .ok(page) }
        #expect(renamed["own"] == 7)
        #expect(renamed["other"] == 7)
        #expect(renamed.problems.isEmpty)
        // Where both names stand, each pick has its own.
        let both = try await poll(target) { _ in .ok(page + "\(picked){type=\"a\"} 3\n") }
        #expect(both["own"] == 3)
        #expect(both["other"] == 7)
    }

    @Test
    func `a pick without a series is a note and not zero, NaN is no number`() async throws {
        let picks = [
            MetricPick(name: "gone", series: "no_such_series"),
            MetricPick(name: "other", series: "queue", labels: ["name": "c"]),
            MetricPick(name: "broken", series: "broken"),
        ]
        let observation = try await poll({ .prometheus(url: $0, metrics: picks) }) { _ in
            .ok(Self.page)
        }
        #expect(observation.samples.map(\.metric) == [.series])
        let notes = ["broken is not a number", "no series on the page for gone, other"]
        #expect(observation.reasons == notes.map { .other($0) })
        #expect(observation.problems.allSatisfy { !$0.isFault })
    }

    @Test
    func `a web page with the status and the text is up`() async throws {
        let observation = try await poll({ .http(url: $0, status: 200, contains: "ready") }) { _ in
            .ok("all is ready.")
        }
        #expect(observation.problems.isEmpty)
        #expect(observation.latency != nil)
    }

    @Test
    func `a web page without the text lacks it`() async throws {
        let observation = try await poll({ .http(url: $0, status: 200, contains: "ready") }) { _ in
            .ok("maintenance")
        }
        #expect(observation.problems == [Problem(part: "http", reason: .missingText("ready"))])
        #expect(observation.latency != nil)
    }

    @Test(arguments: [
        (401, 401, nil), (200, 204, FailureReason.status(204)), (204, 200, .status(200)),
    ])
    func `the status must be the one wanted`(
        _ wanted: Int,
        _ given: Int,
        _ reason: FailureReason?
    ) async throws {
        let observation = try await poll({ .http(url: $0, status: wanted, contains: nil) }) { _ in
            given == 204 ? .raw("HTTP/1.1 204 Empty\r\n\r\n") : .answer(given, "")
        }
        #expect(observation.reasons.first == reason)
    }

    @Test
    func `a line that cannot be read is named, and is not missing`() async throws {
        let names = ["a", "b", "b2", "c", "d", "e", "f"]
        let observation = try await poll({
            .prometheus(
                url: $0,
                metrics: names.map { MetricPick(name: MetricName($0), series: $0) }
            )
        }) { _ in
            .ok(
                """
                a 1
                b 12.5%
                b2{x="y"} 1_000
                c{x=1} 5
                d 4 tomorrow
                this is broken {{{
                other +Inf
                other .5
                other -1
                so is this

                """
            )
        }
        #expect(observation["a"] == 1)
        let wanted = [
            "line 2: the value of b is no number", "line 3: the value of b2 is no number",
            "line 4: the labels of c cannot be read",
            "line 5: what follows the value of d is no time",
            "2 lines of the page cannot be read, the first is line 6",
            "no series on the page for e, f",
        ]
        #expect(observation.reasons.map(\.sentence) == wanted)
        #expect(observation.problems.allSatisfy { !$0.isFault })
        #expect(observation[.series] == 4)
    }

    @Test(arguments: [true, false])
    func `pages of Waku and Substrate nodes tell their odd lines too`(_ isWaku: Bool) async throws {
        let page = "process_start_time_seconds 1\nprocess_resident_memory_bytes 5 MB\n"
        let observation = try await poll({
            isWaku
                ? .waku(rest: nil, rpc: nil, metrics: $0)
                : .substrate(
                    rpc: "http://127.0.0.1:1",
                    relayRPC: nil,
                    metrics: $0,
                    relayMetrics: $0
                )
        }) { _ in .ok(page) }
        let parts = observation.problems.filter { $0.reason.sentence.hasPrefix("line 2: ") }
            .map(\.part)
        #expect(parts == (isWaku ? ["metrics"] : ["metrics", "relay metrics"]))
    }
}
