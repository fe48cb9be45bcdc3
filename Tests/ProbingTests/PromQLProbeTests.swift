import FleetModel
import Primitives
import Probing
import Testing

struct PromQLProbeTests {
    /// A server that knows these queries, as Prometheus 2.42 answers.
    private static func script(_ vectors: [String: String]) -> ScriptedServer.Script {
        { request in
            guard let mark = request.path.firstRange(of: "/api/v1/query?query=") else {
                return .answer(404, "404 page not found")
            }
            let query = request.path[mark.upperBound...]
            guard let result = vectors[String(query)] else {
                return .answer(
                    400,
                    #"{"status":"error","errorType":"bad_data","error":"parse error"}"#
                )
            }
            let data = #"{"resultType":"vector","result":[\#(result)]}"#
            let warnings = query.hasPrefix("warn") ? #""warnings":["\#(warning)"],"# : ""
            let partial = query == "partial" ? #""isPartial":true,"# : ""
            return .ok(#"{"status":"success",\#(warnings)\#(partial)"data":\#(data)}"#)
        }
    }

    private static let warning = "store 10.0.0.7:10901: connection refused (partial response)"

    private static func series(_ labels: String, _ value: String) -> String {
        #"{"metric":{\#(labels)},"value":[1795473509.625,"\#(value)"]}"#
    }

    private func poll(
        up: String? = nil,
        picks: QueryPicks = QueryPicks(),
        _ vectors: [String: String]
    ) async throws -> Observation {
        try await ProbingTests.poll(
            { .promql(PromQLTarget(server: $0 + "/", up: up, picks: picks)) },
            script: Self.script(vectors)
        )
    }

    @Test func `the values of all series are added up, and a label is a fact`() async throws {
        let picks = QueryPicks(
            samples: [SampleQuery(.peers, #"peers{a="b c"}"#), SampleQuery("nan", "nan")],
            facts: [FactQuery(.version, "info", label: "v")]
        )
        let observation = try await poll(
            picks: picks,
            [
                "peers%7Ba%3D%22b%20c%22%7D": Self.series("", "3") + ","
                    + Self.series("", "4") + "," + Self.series("", "NaN"),
                "nan": Self.series("", "NaN"),
                "info": Self.series(#""v":"1.2""#, "1"),
            ]
        )
        #expect(observation[.peers] == 7)
        #expect(observation[.version] == ["1.2"])
        #expect(observation.latency != nil)
        #expect(
            observation.reasons == [
                .other("peers: a series is not a number, left out"),
                .other("nan is not a number"),
            ]
        )
        #expect(observation.problems.allSatisfy { !$0.isFault })
    }

    private static func histogram(_ labels: String) -> String {
        #"{"metric":{\#(labels)},"histogram":[1795473509.6,{"count":"3","sum":"1"}]}"#
    }

    @Test func `each of several queries keeps its own answer`() async throws {
        let names = (1...20).map { "s\($0)" }
        let picks = QueryPicks(samples: names.map { SampleQuery(MetricName($0), $0) })
        let vectors = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { place, name in
                (name, Self.series("", "\(place + 1)"))
            }
        )
        let observation = try await poll(picks: picks, vectors)
        #expect(
            observation.samples
                == picks.samples.enumerated().map { place, pick in
                    Sample(pick.name, Double(place + 1))
                }
        )
    }

    @Test func `a series without a number is left out by itself, and named`() async throws {
        let picks = QueryPicks(samples: [SampleQuery("rtt", "rtt"), SampleQuery("odd", "odd")])
        let observation = try await poll(
            picks: picks,
            [
                "rtt": Self.histogram(#""a":"b""#) + "," + Self.series("", "4"),
                "odd": #"{"metric":{},"value":[1,null]}"#,
            ]
        )
        #expect(observation["rtt"] == 4)
        #expect(observation.samples == [Sample("rtt", 4)])
        #expect(
            observation.reasons == [
                .other("rtt: a native histogram, no number, left out"),
                .other("odd: no number, left out"),
            ]
        )
        #expect(observation.problems.allSatisfy { !$0.isFault })
    }

    @Test func `moments of start are not added up`() async throws {
        let query = #"process_start_time_seconds{job="a"}"#
        let observation = try await poll(
            picks: QueryPicks(samples: [SampleQuery("started", query)]),
            [
                "process_start_time_seconds%7Bjob%3D%22a%22%7D": Self.series("", "1790000100")
                    + "," + Self.series("", "1790000300")
            ]
        )
        #expect(observation["started"] == 1_790_000_300)
    }

    @Test func `a node that the server cannot reach does not answer`() async throws {
        let observation = try await poll(up: "up", ["up": Self.series("", "0")])
        #expect(observation.latency == nil)
        #expect(!observation.isBlind)
        #expect(
            observation.reasons == [.other("the monitoring server cannot reach the node")]
        )
    }

    @Test func `of a node that the server does not know nothing is known`() async throws {
        let observation = try await poll(up: "up", ["up": ""])
        #expect(observation.isBlind)
        #expect(observation.latency == nil)
        let picks = QueryPicks(samples: [SampleQuery(.peers, "peers")])
        #expect(try await poll(picks: picks, ["peers": ""]).isBlind)
    }

    @Test func `a refused query is told in the server's words`() async throws {
        let picks = QueryPicks(samples: [SampleQuery(.peers, "sum")])
        let observation = try await poll(up: "up", picks: picks, ["up": Self.series("", "1")])
        #expect(observation.latency != nil)
        #expect(
            observation.reasons == [.other("peers: the server refused the query: parse error")]
        )
        #expect(observation.problems.allSatisfy { $0.isFault })
    }

    @Test func `a query that fails is a fault, and the other values stay`() async throws {
        for (kind, isFault) in [("vector", false), ("matrix", true), ("string", true), ("", true)] {
            let observation = try await ProbingTests.poll({
                .promql(
                    PromQLTarget(
                        server: $0,
                        picks: QueryPicks(samples: [
                            SampleQuery("good", "good"), SampleQuery("bad", "bad"),
                        ])
                    )
                )
            }) { request in
                func answer(_ kind: String) -> ServedReply {
                    .ok(
                        #"{"status":"success","data":{"resultType":"\#(kind)","result":["#
                            + Self.series("", "5") + "]}}"
                    )
                }
                if request.path.hasSuffix("good") { return answer("vector") }
                return kind.isEmpty ? .answer(502, "<html>bad gateway</html>") : answer(kind)
            }
            #expect(observation["good"] == 5)
            #expect(observation.latency != nil)
            let faults = observation.problems.filter(\.isFault)
            #expect(faults.count == (isFault ? 1 : 0), "\(kind): \(faults)")
            #expect(faults.allSatisfy { $0.reason.sentence.hasPrefix("bad: ") })
        }
    }

    @Test func `where every query fails nothing is known, for one reason`() async throws {
        let picks = QueryPicks(samples: [SampleQuery("a", "a"), SampleQuery("b", "b")])
        let observation = try await poll(picks: picks, [:])
        #expect(observation.isBlind)
        #expect(observation.problems.count(where: \.isFault) == 1)
    }

    @Test func `a node is up when all series that tell of it say so`() async throws {
        let both = Self.series("", "1") + "," + Self.series("", "0")
        let down = try await poll(up: "up", ["up": both])
        #expect(down.latency == nil)
        #expect(down.reasons == [.other("the monitoring server cannot reach the node")])
        let odd = Self.series("", "1") + "," + Self.series("", "NaN")
        let up = try await poll(up: "up", ["up": odd])
        #expect(up.latency != nil)
        #expect(up.reasons == [.other("not every series of it is a number")])
    }

    @Test func `what the server warns of is a fault, where data is missing`() async throws {
        let picks = QueryPicks(samples: [SampleQuery("w", "warn"), SampleQuery("p", "partial")])
        let four = Self.series("", "4")
        let observation = try await poll(picks: picks, ["warn": four, "partial": four])
        #expect(observation["w"] == 4)
        #expect(
            observation.problems.filter(\.isFault).map(\.reason.sentence) == [
                "the server warns: " + Self.warning, "the server warns: the answer is partial",
            ]
        )
    }

    @Test func `without the server nothing is known`() async throws {
        let observation = await withDeadServer { server in
            .promql(PromQLTarget(server: server, up: "up"))
        }
        #expect(observation.isBlind)
        #expect(observation.reasons == [.refused])
    }

    private func withDeadServer(
        _ target: @Sendable (String) -> ProbeTarget
    ) async -> Observation {
        let client = ProbeClient()
        // Port 1 of loopback is not listened on where tests run.
        let observation = await client.poll(target("http://127.0.0.1:1"))
        await client.shutdown()
        return observation
    }

    @Test(arguments: ["<html>", "{}", "endless"])
    func `a port that is no Prometheus server is told`(_ body: String) async throws {
        let observation = try await ProbingTests.poll(
            { .promql(PromQLTarget(server: $0, up: "up")) },
            bodyLimit: 100_000
        ) { _ in body == "endless" ? .endless : .ok(body) }
        #expect(observation.isBlind)
        #expect(observation.problems.count == 1)
    }

    // MARK: Sources

    private func ask(
        _ change: (inout FleetSource) -> Void = { _ in },
        _ vectors: [String: String]
    ) async throws -> (reading: SourceReading, requests: Int) {
        try await ScriptedServer.run(Self.script(vectors)) { server in
            var source = FleetSource(server: server.url)
            change(&source)
            return try await withClient { client in
                let reading = await client.observe(
                    source,
                    index: 0,
                    deadline: .seconds(60),
                    now: { noon }
                )
                return (reading, server.counts.requests.count)
            }
        }
    }

    @Test func `a source spreads a few queries over many nodes`() async throws {
        let count = 500
        func vector(_ labels: String, _ value: (Int) -> String) -> String {
            (0..<count).map { Self.series(#""instance":"n\#($0)""# + labels, value($0)) }
                .joined(separator: ",")
        }
        let (reading, requests) = try await ask(
            {
                $0.roleLabel = "job"
                $0.keptLabels = ["region", "none"]
                $0.picks = QueryPicks(
                    samples: [SampleQuery(.memory, "mem")],
                    facts: [FactQuery(.version, "info", label: "version")]
                )
            },
            [
                "up": vector(#","job":"waku","region":"fra1","rack":"1""#) { $0 == 7 ? "0" : "1" },
                "mem": vector("") { $0 == 8 ? "NaN" : "\($0)" },
                "info": vector(#","version":"v1""#) { _ in "1" },
            ]
        )
        let nodes = try #require(reading.nodes)
        #expect(requests == 3)
        #expect(nodes.count == count)
        #expect(nodes.filter { !$0.isUp }.map(\.id) == ["n7"])
        #expect(nodes[9].role == "waku")
        #expect(nodes[9].labels == ["region": "fra1"])
        #expect(nodes[9].samples == [Sample(.memory, 9)])
        #expect(nodes[8].samples == [])
        #expect(nodes[9].facts == [Fact(.version, ["v1"])])
        #expect(reading.problems == [])
    }

    @Test func `a query that fails leaves the others standing`() async throws {
        let (reading, _) = try await ask(
            {
                $0.picks = QueryPicks(samples: [
                    SampleQuery("bad", "bad"), SampleQuery("none", "none"),
                ])
            },
            [
                "up": Self.series(#""instance":"a""#, "1") + "," + Self.series("", "1"),
                "none": "",
            ]
        )
        #expect(reading.nodes?.map(\.id) == ["a"])
        #expect(
            reading.problems.map { "\($0.part): \($0.reason.sentence)" } == [
                "nodes: 1 series without the label 'instance'",
                "bad: the server refused the query: parse error", "none: no series of any node",
            ]
        )
    }

    @Test func `a series without a number is named on its node alone`() async throws {
        let (reading, _) = try await ask(
            { $0.picks = QueryPicks(samples: [SampleQuery("rtt", "rtt")]) },
            [
                "up": Self.series(#""instance":"a""#, "1") + ","
                    + Self.series(#""instance":"b""#, "1"),
                "rtt": Self.histogram(#""instance":"a""#) + ","
                    + Self.series(#""instance":"b""#, "7"),
            ]
        )
        let nodes = try #require(reading.nodes)
        #expect(nodes.map(\.samples) == [[], [Sample("rtt", 7)]])
        #expect(nodes[0].notes.map(\.reason) == [.other("a native histogram, no number")])
        #expect(nodes[1].notes == [])
        #expect(reading.problems == [])
    }

    @Test func `what the server warns of is told once for a source`() async throws {
        let a = Self.series(#""instance":"a""#, "1")
        let (reading, _) = try await ask(
            {
                $0.nodes = "warn_up"
                $0.picks = QueryPicks(samples: [SampleQuery("w", "warn"), SampleQuery("x", "x")])
            },
            ["warn_up": a, "warn": a, "x": a]
        )
        #expect(reading.nodes?.map(\.id) == ["a"])
        #expect(
            reading.problems == [
                Problem(part: "nodes", reason: .other("the server warns: " + Self.warning))
            ]
        )
    }

    @Test func `what a source does not tell of a node is named`() async throws {
        func one(_ name: String, _ value: String) -> String {
            Self.series(#""instance":"\#(name)""#, value)
        }
        let (reading, _) = try await ask(
            { $0.picks = QueryPicks(samples: [SampleQuery("x", "x"), SampleQuery("s", "s")]) },
            [
                "up": [
                    one("a", "1"), one("a", "0"), one("b", "NaN"),
                    Self.histogram(#""instance":"c""#), one("d", "1"),
                ].joined(separator: ","),
                "x": [one("d", "NaN"), one("d", "3"), Self.series("", "9")].joined(separator: ","),
                "s": Self.series("", "9"),
            ]
        )
        let nodes = try #require(reading.nodes)
        #expect(nodes.map(\.id) == ["a", "b", "d", "c"])
        #expect(nodes.map(\.isUp) == [false, true, true, true])
        let odd = "the server does not tell whether it is up: "
        let notes = nodes.map { $0.notes.map { "\($0.part): \($0.reason.sentence)" } }
        #expect(
            notes == [
                [], ["up: " + odd + "NaN"], ["x: a series is not a number, left out"],
                ["up: " + odd + "a native histogram, no number"],
            ]
        )
        #expect(nodes[1].notes.allSatisfy { $0.isFault })
        #expect(nodes[2].samples == [Sample("x", 3)])
        #expect(
            reading.problems.map { "\($0.part): \($0.reason.sentence) \($0.isFault)" } == [
                "x: 1 series without the label 'instance' false",
                "s: 1 series without the label 'instance' true",
            ]
        )
    }

    @Test func `a source that cannot be asked knows of no nodes`() async throws {
        let (reading, _) = try await ask({ $0.nodes = "sum((" }, [:])
        #expect(reading.nodes == nil)
        #expect(reading.problems.count == 1)
    }
}
