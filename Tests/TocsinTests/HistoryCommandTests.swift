import EventStore
import FleetModel
import Primitives
import SampleStore
import Testing

/// `tocsin fleet history`, over samples that were recorded before.
@Suite(.timeLimit(.minutes(15)))
struct HistoryCommandTests {
    private static let start = Timestamp(seconds: 1_658_000_400)
    private static let span = "--since 2022-07-16T19:40:00Z --until 2022-07-16T20:40:00Z"

    /// A program with an hour of samples of one node, one each 10 s.
    private func program() async throws -> Program {
        let program = try Program()
        let path = SampleFile.path(besideLog: program.storePath)
        let writer = try #require(
            try SampleWriter.open(path: path, settings: HistorySettings())
        )
        try await writer.record(
            (0..<360).map { number in
                Observation(
                    node: "kebab",
                    probeIndex: 0,
                    at: Self.start + .seconds(10 * number),
                    latency: .milliseconds(12),
                    samples: [
                        Sample(.peers, Double(30 + number % 2)), Sample(.memory, 6e8),
                    ]
                )
            }
        )
        await writer.close()
        return program
    }

    @Test func `a machine gets every sample`() async throws {
        let program = try await program()
        let json = try JSON(
            try await program.good("fleet history kebab peers \(Self.span) --json")
        )
        let points = json["points"]?.elements ?? []
        #expect(json["node"]?.text == "kebab")
        #expect(json["metric"]?.text == "peers")
        #expect(json["stepSeconds"]?.number == 0)
        #expect(points.count == 360)
        #expect(points.first?["at"]?.text == "2022-07-16T19:40:00.000Z")
        #expect(points.map { $0["last"]?.number } == (0..<360).map { Double(30 + $0 % 2) })
        #expect(points.allSatisfy { $0["count"]?.number == 1 })
    }

    @Test func `comma-separated values have a heading and a row a span`() async throws {
        let program = try await program()
        let text = try await program.good(
            "fleet history kebab memory \(Self.span) --step 30m --csv"
        )
        #expect(
            text == """
                node,metric,at,last,min,mean,max,count
                kebab,memory,2022-07-16T19:30:00.000Z,600000000,600000000,600000000,600000000,120
                kebab,memory,2022-07-16T20:00:00.000Z,600000000,600000000,600000000,600000000,180
                kebab,memory,2022-07-16T20:30:00.000Z,600000000,600000000,600000000,600000000,60

                """
        )
    }

    @Test func `without a metric those that there are are listed`() async throws {
        let program = try await program()
        let list = try await program.good("fleet history kebab \(Self.span)")
        #expect(list.hasPrefix("METRIC"))
        #expect(list.contains("memory"))
        #expect(list.contains("572M"))
        #expect(list.contains("latency"))
        let json = try JSON(try await program.good("fleet history kebab \(Self.span) --json"))
        let names = json["metrics"]?.elements.compactMap { $0["metric"]?.text }
        #expect(names == ["latency", "memory", "peers"])
        let table = try await program.good("fleet history kebab peers \(Self.span)")
        #expect(table.hasPrefix("kebab peers\n"))
        #expect(table.contains("2022-07-16 20:00:00Z"))
    }

    @Test(arguments: [
        ("kebap", 2, "there is no node 'kebap'; did you mean 'kebab'?"),
        ("kebab peer \(span)", 2, "did you mean 'peers'?"),
        ("kebab peers --since 1h", 1, "try a longer --since"),
        ("kebab peers --since yesterday", 2, "--since takes a duration such as 6h or a moment"),
        ("kebab peers --since 1h --until 2h", 2, "--since must lie before --until"),
        ("kebab peers --step 1ms", 2, "--step takes a duration of 1s or more"),
        ("kebab peers --since 60d --step 1s", 2, "more than 100,000 rows"),
        ("kebab peers --json --csv", 2, "choose --json or --csv"),
    ])
    func `a mistake is named with what to do`(line: String, status: Int32, words: String)
        async throws
    {
        let program = try await program()
        let outcome = try await program.run("fleet history \(line)")
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func `before anything was recorded, it says who records`() async throws {
        let program = try Program()
        let outcome = try await program.run("fleet history kebab")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("nothing was recorded yet"))
        #expect(outcome.errors.contains("fleet watch"))
        #expect(!program.homeExists)
    }

    @Test func `a damaged history exits 5 and is left alone`() async throws {
        let program = try Program()
        try program.write("no samples at all", to: "log.samples.sqlite")
        let outcome = try await program.run("fleet history kebab")
        #expect(outcome.status == 5)
    }
}
