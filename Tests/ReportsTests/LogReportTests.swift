import FleetModel
import IncidentLog
import Primitives
import Reports
import TestSupport
import Testing

/// What is told of the log, as machines and people read it.
struct LogReportTests {
    private static let steps = [
        StepDefinition(id: "peers", title: "peers are back", condition: "peers > 3", nodes: ["a"]),
        StepDefinition(id: "call", title: "partner called"),
    ]

    private func lines(_ report: some Report, at now: Timestamp) -> [String] {
        report.text(at: now).map { part in
            switch part {
            case .line(let text): text
            case .course(_, let text): text
            case .table(let table):
                table.rows.map { row in
                    row.map { cell in
                        switch cell {
                        case .text(let text): text
                        case .course: "~"
                        }
                    }.joined(separator: "|")
                }.joined(separator: "\n")
            }
        }
    }

    @Test func `an incident with its steps`() throws {
        var log = try ScriptedLog.withIncident(steps: Self.steps)
        try log.run(
            .checklist(.passStep(incident, "call", note: "they know", again: false)),
            at: seconds(60),
            by: franck
        )
        let report = IncidentReport(try log.incident(), at: minutes(7))
        #expect(
            try report.json() == """
                {"clocks":[],"commander":"hanno","contradictions":[],\
                "declaredAt":"2021-07-12T08:00:00.000Z",\
                "elapsedSeconds":420,"fleet":"prod","id":"INC-0001","mode":"real",\
                "nextUpdateDue":"2021-07-12T08:05:00.000Z","roles":[{"chain":\
                [{"at":"2021-07-12T08:00:00.000Z","to":"hanno"}],"holder":"hanno",\
                "role":"commander","since":"2021-07-12T08:00:00.000Z"}],"severity":"SEV2",\
                "severityAssumed":false,"state":"investigating","steps":[{"condition":"peers > 3","done":false,\
                "id":"peers","kind":"auto","nodes":["a"],"overridden":false,"state":"pending",\
                "title":"peers are back"},{"at":"2021-07-12T08:01:00.000Z","by":"franck",\
                "done":true,"id":"call","kind":"manual","nodes":[],"overridden":false,\
                "remark":"they know","state":"passed","title":"partner called"}],"tasks":[],"title":"mesh lost",\
                "updateOverdue":true,"updates":0,"watch":{"incident":"INC-0001","shifts":[]}}
                """
        )
        #expect(
            lines(report, at: minutes(7)) == [
                "INC-0001 SEV2 INVESTIGATING 7m  commander hanno  mesh lost",
                "update OVERDUE 2m",
                "peers|auto|pending|-|-|peers are back|peers > 3\n"
                    + "call|manual|passed|franck|08:01Z|partner called|they know",
            ]
        )
    }

    @Test func `a list is an array, and an empty one says so to people`() throws {
        let log = try ScriptedLog.withIncident()
        let now = minutes(1)
        let one = try IncidentReport(try log.incident(), at: now).json()
        #expect(try IncidentList(log.state, at: now).json() == "[\(one)]")
        let lists: [(any ListReport, String)] = [
            (IncidentList(LogState(), at: now), "no incident yet"),
            (ImpactList(LogState()), "nobody was affected yet"),
            (MaintenanceList(LogState(), withEnded: true, at: now), "no work is planned"),
            (SignalList(LogState(), withCleared: true, at: now), "nothing asks for attention"),
            (UpdateList([]), "no update was sent yet"),
            (StepList(try log.incident(), at: now), "INC-0001 has no checklist"),
        ]
        for (list, words) in lists {
            #expect(try list.json() == "[]")
            guard case .table(let table) = list.text(at: now).first else {
                Issue.record("no table: \(list)")
                continue
            }
            #expect(table.empty == words)
            #expect(table.rows.isEmpty)
        }
    }

    @Test func `an impact that ended, and one that lasts`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(
            .impact(
                .openImpact(
                    incident,
                    party: "clients",
                    kind: "offline",
                    from: start,
                    cause: .original
                )
            )
        )
        let open = ImpactList(log.state)
        #expect(
            try open.json() == """
                [{"cause":"original","from":"2021-07-12T08:00:00.000Z","incident":"INC-0001",\
                "kind":"offline","party":"clients","state":"open"}]
                """
        )
        #expect(
            lines(open, at: minutes(3)) == [
                "clients|2021-07-12 08:00Z|open|3m|original|INC-0001|offline"
            ]
        )
    }

    @Test func `planned work says how far it is`() throws {
        var log = ScriptedLog()
        try log.run(
            .signal(
                .declareMaintenance(
                    nodes: ["a"],
                    kinds: [],
                    from: minutes(10),
                    to: minutes(40),
                    reason: "disk"
                )
            )
        )
        func states(at now: Timestamp) throws -> [String] {
            let list = MaintenanceList(log.state, withEnded: true, at: now)
            return lines(list, at: now).flatMap { $0.split(separator: "|").dropFirst().prefix(1) }
                .map(String.init)
        }
        #expect(try states(at: minutes(5)) == ["planned"])
        #expect(try states(at: minutes(20)) == ["in force"])
        #expect(try states(at: minutes(40)) == ["over"])
        #expect(MaintenanceList(log.state, withEnded: false, at: minutes(40)).rows.isEmpty)
        #expect(
            try MaintenanceList(log.state, withEnded: false, at: minutes(20)).json() == """
                [{"by":"hanno","from":"2021-07-12T08:10:00.000Z","id":"M-0001","kinds":[],\
                "nodes":["a"],"reason":"disk","state":"in force",\
                "to":"2021-07-12T08:40:00.000Z"}]
                """
        )
    }

    @Test func `signals and work of several fleets are told with their fleet`() throws {
        var log = ScriptedLog(of: "prod")
        func work(_ nodes: [NodeID]) -> Command {
            .signal(
                .declareMaintenance(
                    nodes: nodes,
                    kinds: [],
                    from: start,
                    to: minutes(40),
                    reason: "disk"
                )
            )
        }
        func rows(_ report: some Report) -> [String] {
            lines(report, at: start).flatMap { $0.split(separator: "\n").map(String.init) }
        }
        func names(_ report: some Report, _ column: Int) -> [String] {
            rows(report).map {
                String($0.split(separator: "|", omittingEmptySubsequences: false)[column])
            }
        }
        func signals() -> SignalList { SignalList(log.state, withCleared: false, at: start) }
        func planned() -> MaintenanceList {
            MaintenanceList(log.state, withEnded: false, at: start)
        }
        try log.run(.signal(.raise(.sample("few/a"))), by: .tocsin)
        try log.run(work(["a", "b"]))
        #expect(names(signals(), 4) == ["few/a"])
        #expect(names(planned(), 5) == ["a,b"])
        log.fleet = "test"
        try log.run(.signal(.raise(.sample("few/a"))), by: .tocsin)
        try log.run(work([]))
        #expect(names(signals(), 4) == ["few/a of prod", "few/a of test"])
        #expect(names(planned(), 5) == ["a,b of prod", "all of test"])
        #expect(try signals().json().contains(#""fleet":"test""#))
        #expect(try planned().json().contains(#""fleet":"prod""#))
        let signal = try #require(log.state.signals[SignalKey("few/a", of: "prod")])
        let report = SignalReport(signal, log.state, log.entries, at: start)
        #expect(rows(report).contains("fleet|prod"))
        #expect(try report.json().split(separator: #""event""#).count == 2)
    }

    @Test func `a signal with who takes care of it, what it suppresses and its history`() throws {
        var log = ScriptedLog()
        try log.run(.signal(.raise(.sample("few/ac-hk"))), by: .tocsin)
        try log.run(
            .signal(.acknowledge("few/ac-hk", note: "on it")),
            at: seconds(30),
            by: franck
        )
        let signal = try #require(log.state.signals["few/ac-hk"])
        let now = minutes(2)
        let members = """
            "acknowledged":{"at":"2021-07-12T08:00:30.000Z","by":"franck","note":"on it"},\
            "causes":[],"evidence":[],"flapping":false,
            """
        let rest = """
            "id":"few/ac-hk","kind":"check","nodes":["ac-hk"],"priority":"critical",\
            "raised":"2021-07-12T08:00:00.000Z","since":"2021-07-12T08:00:00.000Z",\
            "state":"acknowledged","suppresses":[],"text":"few/ac-hk!","times":1
            """
        let list = SignalList(log.state, withCleared: false, at: now)
        #expect(try list.json() == "[{\(members)\(rest)}]")
        #expect(
            lines(list, at: now).first
                == "acknowledged|critical|2021-07-12 08:00Z|2m|few/ac-hk|franck 08:00Z|few/ac-hk!"
        )
        let history = """
            "history":[{"at":"2021-07-12T08:00:00.000Z","by":"tocsin","event":"signal.found",\
            "text":"few/ac-hk!"},{"at":"2021-07-12T08:00:30.000Z","by":"franck",\
            "event":"signal.acknowledged","text":"acknowledged few/ac-hk: on it"}],
            """
        let report = SignalReport(signal, log.state, log.entries, at: now)
        #expect(try report.json() == "{\(members)\(history)\(rest)}")
    }

    @Test func `an entry tells its data as they are stored, and nothing once they are removed`()
        throws
    {
        let draft = EntryDraft(
            id: "E1",
            incident: nil,
            device: "test",
            actor: hanno,
            occurredAt: start,
            recordedAt: seconds(90),
            event: .timeline(.noted(text: "a\u{202E}b"))
        )
        let entry = Entry(
            sequence: 1,
            draft: draft,
            payload: "{\"text\":\"a\u{202E}b\", \"n\":1.10}",
            payloadDigest: "",
            previousHash: "",
            hash: "ab"
        )
        var log = LogState()
        log.apply(entry)
        let members = """
            "device":"test","event":"timeline.noted","hash":"ab","id":"E1",\
            "occurredAt":"2021-07-12T08:00:00.000Z","pinned":false,\
            "recordedAt":"2021-07-12T08:01:30.000Z","released":false
            """
        #expect(
            try EntryReport(entry, log).json() == """
                {"data":{"text":"a\\u202eb", "n":1.10},"actor":"hanno","actorKind":"person",\
                "corrected":false,\(members),"sequence":1,"text":"a\\u202eb","type":"entry",\
                "version":1}
                """
        )
        let line = "1  2021-07-12 08:00:00Z  fleet    hanno  a\u{202E}b (written 08:01:30Z)"
        #expect(lines(EntryReport(entry, log), at: minutes(9)) == [line])

        var scripted = ScriptedLog()
        scripted.append(draft.event)
        let written = try #require(scripted.entries.first)
        try scripted.run(.entry(.redact(written, reason: "a name")))
        let removed = try EntryReport(entry, scripted.state).json()
        #expect(removed.hasPrefix("{\"data\":null,"))
        #expect(
            removed.contains(
                #""redacted":{"at":"2021-07-12T08:00:00.000Z","by":"hanno","reason":"a name"}"#
            )
        )
        #expect(!removed.contains("u202e"))
    }

    @Test func `updates tell where each delivery stands`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(
            .update(.sendUpdate(incident, text: "we look", channels: ["a", "b"], nextDue: nil))
        )
        log.append(
            .update(.delivered(number: 1, channel: "a", receipt: "r1", attempt: 1)),
            of: incident,
            at: seconds(5)
        )
        log.append(
            .update(
                .attemptFailed(
                    number: 1,
                    channel: "b",
                    reason: "no answer",
                    attempt: 2,
                    retryAt: minutes(2)
                )
            ),
            of: incident,
            at: seconds(9)
        )
        #expect(
            try UpdateList(log.incident().updates).json() == """
                [{"at":"2021-07-12T08:00:00.000Z","author":"hanno","deliveries":[\
                {"at":"2021-07-12T08:00:05.000Z","channel":"a","detail":"r1","receipt":"r1",\
                "state":"delivered"},{"attempt":2,"channel":"b",\
                "detail":"try 2: no answer; again 08:02:00Z",\
                "nextAttemptAt":"2021-07-12T08:02:00.000Z","reason":"no answer",\
                "state":"retrying"}],"number":1,"text":"we look"}]
                """
        )
    }

    @Test func `a check and a recovery of the log`() throws {
        let whole = VerificationReport(count: 3, tip: "ab", damage: nil, problems: [])
        #expect(try whole.json() == #"{"intact":true,"problems":[],"tip":"ab","verified":3}"#)
        #expect(lines(whole, at: start) == ["3 entries, all as they were written", "tip ab"])
        let broken = VerificationReport(
            count: 3,
            tip: "ab",
            damage: ChainDamage(sequence: 4, problem: "it is another"),
            problems: ["entry 4: it is another"]
        )
        #expect(
            try broken.json() == """
                {"firstBadEntry":4,"intact":false,"problem":"it is another",\
                "problems":["entry 4: it is another"],"tip":"ab","verified":3}
                """
        )
        #expect(try RecoveryReport().json() == #"{"recovered":false}"#)
        let recovery = RecoveryReport(
            kept: 7,
            lost: [LostEntries(first: 4, last: 6, hash: nil)],
            undecided: 0,
            file: "log.damaged"
        )
        #expect(
            try recovery.json() == """
                {"damagedFile":"log.damaged","deliveriesGivenUp":0,"kept":7,\
                "lost":[{"first":4,"last":6}],"recovered":true}
                """
        )
        #expect(lines(recovery, at: start).count == 3)
    }
}
