import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports
import TestSupport
import Testing

/// What is told of a fleet and of its past, as machines and people read it.
struct FleetReportTests {
    private static let fleet = Fleet(
        name: "prod",
        nodes: [Node(id: "a", labels: ["region": "fra1"], probes: []), Node(id: "b", probes: [])],
        sources: [FleetSource(server: "http://ops:hidden@127.0.0.1:9090")],
        parties: [Party(id: "clients")]
    )

    private func snapshot() -> FleetSnapshot {
        var readings = FleetReadings()
        readings.apply(
            Observation(
                node: "a",
                probeIndex: 0,
                at: start,
                latency: .milliseconds(12),
                samples: [Sample(.peers, 8), Sample("odd", .nan)],
                facts: [Fact(.version, ["v1\u{202E}"])]
            )
        )
        readings.apply(
            SourceReading(
                index: 0,
                at: start,
                nodes: nil,
                problems: [Problem(part: "up", reason: .refused)],
                latency: .zero
            )
        )
        return FleetSnapshot(
            readings: readings,
            assessments: ["a": NodeAssessment(.degraded, reasons: ["slow"], notes: ["old"])]
        )
    }

    @Test func `a fleet with its nodes, sources and parties`() throws {
        let now = start + .milliseconds(1500)
        let health = FleetHealth(LogState(), of: "prod", at: now)
        let report = FleetReport(Self.fleet, snapshot(), health, at: now)
        let json = try report.json()
        #expect(
            json == """
                {"at":"2021-07-12T08:00:01.500Z","fleet":"prod","nodes":[\
                {"facts":{"version":["v1\\u202e"]},"labels":{"region":"fra1"},"name":"a",\
                "notes":["old"],\
                "readings":{"latency":{"ageSeconds":1.5,"at":"2021-07-12T08:00:00.000Z",\
                "value":0.012},"odd":{"ageSeconds":1.5,"at":"2021-07-12T08:00:00.000Z",\
                "value":null},"peers":{"ageSeconds":1.5,"at":"2021-07-12T08:00:00.000Z",\
                "value":8}},"reasons":["slow"],"verdict":"degraded","version":"v1\\u202e"},\
                {"facts":{},"labels":{},"name":"b","notes":[],"readings":{},"reasons":[],\
                "verdict":"unknown"}],"parties":[{"name":"clients","needs":"unknown"}],\
                "sources":[{"problems":[{"part":"up","reason":"refused"}],\
                "server":"an address that cannot be read"}]}
                """
        )
        #expect(!json.contains("hidden"))
        guard case .table(let table) = report.text(at: now).first else {
            Issue.record("no table")
            return
        }
        #expect(
            table.rows.map { $0.prefix(4) }.first == [
                .text("a"), .text("degraded"), .text("v1\u{202E}"), .text("8"),
            ]
        )
    }

    @Test func `a verdict and a signal are one line each`() throws {
        let change = VerdictReport(
            of: "a",
            from: nil,
            to: NodeAssessment(.down, reasons: ["no answer"]),
            at: start
        )
        #expect(
            try change.json() == """
                {"at":"2021-07-12T08:00:00.000Z","node":"a","reasons":["no answer"],\
                "type":"verdict","verdict":"down"}
                """
        )
        #expect(change.text(at: start) == [.line("08:00:00Z a: down: no answer")])
        var log = ScriptedLog()
        try log.run(.signal(.raise(.sample("few/a"))), by: .tocsin)
        let news = SignalNewsReport(try #require(log.entries.first))
        #expect(
            try news.json() == """
                {"at":"2021-07-12T08:00:00.000Z","event":"signal.found","text":"few/a!",\
                "type":"signal"}
                """
        )
        #expect(news.text(at: start) == [.line("08:00:00Z few/a!")])
    }

    @Test func `channels tell what became of the last message, and no secret`() throws {
        let channels = [
            ChannelSpec(
                id: "chat",
                service: .of(DiscordKind.self, ["url": Secret("https://h/hidden")]),
                signals: .warning
            ),
            ChannelSpec(id: "lost", service: .unusable(kind: "sms", reason: "no secret")),
        ]
        var log = ScriptedLog()
        log.append(
            .update(.gaveUp(number: 2, channel: "chat", reason: "closed", attempt: 9)),
            of: incident
        )
        log.append(
            .update(.delivered(number: 3, channel: "chat", receipt: "r3", attempt: 1)),
            of: incident,
            at: seconds(5)
        )
        let list = ChannelList(channels, entries: log.entries)
        #expect(
            try list.json() == """
                [{"kind":"discord","last":{"at":"2021-07-12T08:00:05.000Z","delivered":true,\
                "receipt":"r3","what":"INC-0001 update #3"},"longest":2000,"name":"chat",\
                "signals":"warning","unit":"characters","updates":true},\
                {"kind":"sms","name":"lost","problem":"no secret","updates":true}]
                """
        )
        #expect(ChannelList.isDelivery(log.entries[0]))
        let test = ChannelTestReport(
            channels[0],
            took: .milliseconds(12),
            reason: "closed",
            canPass: true
        )
        #expect(
            try test.json() == """
                {"canPass":true,"channel":"chat","delivered":false,"kind":"discord",\
                "milliseconds":12,"reason":"closed"}
                """
        )
    }

    @Test func `a history with its points, its gaps and as rows of a file`() throws {
        let window = HistoryWindow(
            of: "a,b",
            from: start,
            to: seconds(60),
            step: .zero,
            gaps: [WatchGap(fleet: nil, from: seconds(10), to: seconds(20))]
        )
        let bins = [SampleBin(at: start, value: 1.5), SampleBin(at: seconds(30), value: 2)]
        let one = HistoryReport(window, .peers, bins)
        let head = #""from":"2021-07-12T08:00:00.000Z","#
        let gaps = """
            "notWatched":[{"from":"2021-07-12T08:00:10.000Z","to":"2021-07-12T08:00:20.000Z"}],
            """
        #expect(
            try one.json() == """
                {\(head)"metric":"peers","node":"a,b",\(gaps)"points":[\
                {"at":"2021-07-12T08:00:00.000Z","count":1,"last":1.5,"max":1.5,"mean":1.5,\
                "min":1.5},{"at":"2021-07-12T08:00:30.000Z","count":1,"last":2,"max":2,\
                "mean":2,"min":2}],"stepSeconds":0,"to":"2021-07-12T08:01:00.000Z"}
                """
        )
        let all = HistoryReport(window, [.peers: bins])
        #expect(
            try all.json() == """
                {\(head)"metrics":[{"count":2,"firstAt":"2021-07-12T08:00:00.000Z","last":2,\
                "lastAt":"2021-07-12T08:00:30.000Z","max":2,"mean":1.75,"metric":"peers",\
                "min":1.5}],"node":"a,b",\(gaps)"stepSeconds":0,"to":"2021-07-12T08:01:00.000Z"}
                """
        )
        #expect(
            one.csv == [
                "node,metric,at,last,min,mean,max,count",
                "\"a,b\",peers,2021-07-12T08:00:00.000Z,1.5,1.5,1.5,1.5,1",
                "\"a,b\",peers,2021-07-12T08:00:30.000Z,2,2,2,2,1",
            ]
        )
        #expect(
            one.text(at: start).last
                == .line(
                    "not watched from 2021-07-12 08:00:10Z to 2021-07-12 08:00:20Z (10s)"
                )
        )
    }

    @Test func `rules, calls, checks of the program and drills`() throws {
        let rules = RuleList([
            .init(
                kind: "check",
                name: "few",
                condition: "peers < 0",
                outcome: .never,
                reason: "peers are never below 0",
                faults: []
            )
        ])
        #expect(
            try rules.json() == """
                [{"condition":"peers < 0","faults":[],"name":"few","outcome":"never",\
                "reason":"peers are never below 0","rule":"check"}]
                """
        )
        #expect(rules.dead == ["few"])
        #expect(
            try HeartbeatReport("backup", at: start, failure: "exit code 1").json() == """
                {"at":"2021-07-12T08:00:00.000Z","name":"backup","outcome":"failed",\
                "reason":"exit code 1","type":"heartbeat"}
                """
        )
        let doctor = DoctorReport([.init("disk", .fail, "full", cure: "make room")])
        #expect(
            try doctor.json() == """
                [{"check":"disk","cure":"make room","detail":"full","ok":false,"state":"fail"}]
                """
        )
        #expect(doctor.badCount == 1)
        let drill = DrillReport(
            "waku",
            start: start,
            end: minutes(1),
            expectations: [.init("noticed", held: true, "after 3s")],
            score: DrillScore([], story: [], at: minutes(1))
        )
        #expect(
            try drill.json() == """
                {"drill":"waku","end":"2021-07-12T08:01:00.000Z",\
                "expectations":[{"detail":"after 3s","held":true,"name":"noticed"}],\
                "held":true,"score":{"acknowledged":0,"late":0,"rows":[],"signals":0,"updates":0},\
                "start":"2021-07-12T08:00:00.000Z","type":"summary"}
                """
        )
    }
}
