import EventStore
import GRDB
import IncidentLog
import Primitives
import Reports
import SQLiteStore
import Testing

struct LogCommandTests {
    @Test(.timeLimit(.minutes(15)))
    func `no command changes the open database of another program`() async throws {
        let program = try Program()
        try program.write("fleet: test\n")
        let path = program.home + "/app.sqlite"
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "CREATE TABLE cake (eggs)")
        }
        let files = ["", "-wal", "-shm"].map { path + $0 }.joined(separator: " ")
        func sums() async throws -> String {
            try await program.shell("cat \(files) | sha256sum; ls \(program.home)").output
        }
        let before = try await sums()
        for line in [
            "log list", "log add x", "log verify", "log recover", "incident list", "signal list",
            "delivery list",
        ] {
            #expect(try await program.run("\(line) --store \(path)").status == 1, "\(line)")
        }
        #expect(try await sums() == before)
        try queue.close()
    }

    @Test(.timeLimit(.minutes(15)))
    func `back-dated lines show when it happened, and keep when it was written`() async throws {
        let program = try Program()
        try await program.good("log add now")
        try await program.good("log add --at 2021-07-09T08:00Z earlier")
        let added = try JSON(try await program.good("log add before --at -15m --json"))
        let lines = try await program.good("log list").split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        let entries = try JSON.lines(try await program.good("log list --json"))
        #expect(entries.compactMap { $0["sequence"]?.number } == [2, 3, 1])
        #expect(entries[0]["occurredAt"]?.text == "2021-07-09T08:00:00.000Z")
        let written = try #require(entries[0]["recordedAt"]?.text)
        #expect(!written.hasPrefix("2021"))
        #expect(entries[1] == added)
        let (day, clock) = (written.prefix(10), written.dropFirst(11).prefix(8))
        #expect(
            lines[0]
                == "2  2021-07-09 08:00:00Z  fleet    ada  earlier (written \(day) \(clock)Z)"
        )
        #expect(lines[1].contains("before (written "))
        #expect(lines[2].hasSuffix("ada  now"))
        #expect(added["occurredAt"] != added["recordedAt"])
    }

    @Test(.timeLimit(.minutes(15)))
    func `lines are chosen by time, number, incident and word`() async throws {
        let program = try Program()
        try await program.good("log add --at 2021-07-09T08:00Z old mesh")
        try await program.good("log add new Mesh")
        try await program.good("incident declare broken --sev 2")
        try await program.good("log add inside")
        func numbers(_ line: String) async throws -> [Double] {
            try JSON.lines(try await program.good(line)).compactMap { $0["sequence"]?.number }
        }
        #expect(try await numbers("log list --json") == [1, 2, 3, 4])
        #expect(try await numbers("log list --json --since -1h") == [2, 3, 4])
        #expect(try await numbers("log list --json --since 2021-07-09T08:00Z") == [1, 2, 3, 4])
        #expect(try await numbers("log list --json --limit 1") == [4])
        #expect(try await numbers("log list --json --incident 1") == [3, 4])
        #expect(try await numbers("log search mesh --json") == [1, 2])
        #expect(try await numbers("log search NEW mesh --json") == [2])
        #expect(try await numbers("log search nothing --json").isEmpty)
    }

    @Test(.timeLimit(.minutes(15)))
    func `a search of a long log indexes it and finds the same as before`() async throws {
        let program = try Program()
        try await program.good("log add first")
        let log = try SQLiteEventLog(path: program.storePath, mode: .readWrite)
        let drafts = (1...4500).map { number in
            let time = Timestamp(milliseconds: 1_752_000_000_000) + .seconds(number)
            return EntryDraft(
                id: EntryID(ULID.text(at: time, high: 0, low: UInt64(number))),
                incident: nil,
                device: "box",
                actor: Actor("Bo"),
                occurredAt: time,
                recordedAt: time,
                event: .timeline(.noted(text: number % 1500 == 0 ? "Needle 3.2.\(number)" : "hay"))
            )
        }
        _ = try await log.append(drafts, expecting: 1)
        await log.close()
        func numbers(_ line: String) async throws -> [Double] {
            try JSON.lines(try await program.good(line)).compactMap { $0["sequence"]?.number }
        }
        let writer = try SQLiteEventLog(path: program.storePath, mode: .readWrite)
        let form = EntryText.searchForm
        #expect(try await writer.unindexed(form: form).count == 2)
        #expect(try await numbers("log search needle --json") == [1501, 3001, 4501])
        #expect(try await writer.unindexed(form: form).isEmpty)
        await writer.close()
        #expect(try await numbers("log search needle --json") == [1501, 3001, 4501])
        #expect(try await numbers("log search eedl 3.2.3 --json") == [3001])
        #expect(try await numbers("log search needle --json --since 2025-07-08T19:40Z") == [4501])
        try await program.good("log correct 1501 hay")
        try await program.good("log redact 3001 --reason wrong")
        try await program.good("incident declare needles --sev 2")
        #expect(try await numbers("log search needle --json") == [4501, 4504])
        #expect(try await numbers("log search needle --json --incident 1") == [4504])
        #expect(try await numbers("log search wrong --json") == [3001, 4503])
        #expect(try await numbers("log search le --json").count == 2)
    }

    @Test(.timeLimit(.minutes(15)))
    func `a corrected line is shown and found by its new text only`() async throws {
        let program = try Program()
        try await program.good("log add do-ams2 is down")
        try await program.good("log correct 1 do-ams3 is down")
        try await program.good("log correct 1 do-ams4 is down")
        let lines = try await program.good("log list").split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasSuffix("✎ ada  do-ams4 is down (corrected)"))
        #expect(lines[1].hasSuffix("correction, itself corrected later"))
        #expect(lines[2].hasSuffix("correction: do-ams4 is down"))
        #expect(try await program.good("log search ams2").isEmpty)
        #expect(try await program.good("log search ams4").split(separator: "\n").count == 2)
        // The history keeps what was written; it is no redaction.
        let entries = try JSON.lines(try await program.good("log list --json"))
        #expect(entries[0]["data"]?["text"]?.text == "do-ams2 is down")
        #expect(entries[0]["text"]?.text == "do-ams4 is down (corrected)")
        #expect(entries[0]["corrected"] == .flag(true))
        #expect(entries[2]["corrected"] == .flag(false))
    }

    @Test(.timeLimit(.minutes(15)))
    func `a redacted text is found nowhere, and the log verifies`() async throws {
        let program = try Program()
        try await program.good("incident declare Jane --sev 2")
        try await program.good("log add ask Jane Doe")
        try await program.good("log correct 2 ask Jane D")
        try await program.good("log pin 2")
        try await program.good("log redact 2 --reason personal")
        try await program.good("log redact 1 --reason personal")
        #expect(try await program.good("log search jane").isEmpty)
        #expect(!(try await program.good("log list")).contains("Jane"))
        #expect(!(try await program.good("log list --json")).contains("Jane"))
        #expect(!(try await program.good("incident list --json")).contains("Jane"))
        let lines = try await program.good("log list --pinned").split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix("timeline.noted: redacted by ada: personal (pinned)"))
        let entries = try JSON.lines(try await program.good("log list --json"))
        #expect(entries[1]["redacted"]?["by"]?.text == "ada")
        #expect(entries[1]["redacted"]?["reason"]?.text == "personal")
        #expect(entries[1]["data"] == .null)
        #expect(entries[1]["pinned"] == .flag(true))
        #expect(entries[1]["event"]?.text == "timeline.noted")
        #expect((try await program.good("log verify")).contains("all as they were written"))
        try await program.good("incident declare another --sev 2")
        let all = try JSON(try await program.good("incident list --json"))
        #expect(all[0]?["id"]?.text == "INC-0002")
        #expect(all[1]?["id"]?.text == "INC-0001")
        for (line, words) in [
            ("log redact 2 --reason again", "already redacted by ada"),
            ("log redact 99 --reason x", "there is no entry 99"),
            ("log redact 4 --reason x", "has no text"), ("log unpin 1", "is not pinned"),
        ] {
            let outcome = try await program.run(line)
            #expect(outcome.status != 0)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what is no line is not corrected`() async throws {
        let program = try Program()
        try await program.good("incident declare broken --sev 2")
        try await program.good("log add a line")
        try await program.good("log correct 2 a better line")
        for number in [1, 3] {
            let outcome = try await program.run("log correct \(number) something else")
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("only lines that people wrote"), "\(outcome.errors)")
        }
        #expect(try await program.good("log list").split(separator: "\n").count == 3)
    }

    @Test(.timeLimit(.minutes(15)), arguments: ["nodes: [", "fleet: x\nnodse:\n", nil])
    func `a fleet file that is wrong or absent closes nothing`(text: String?) async throws {
        let program = try Program()
        let path = program.home + "/fleet.yaml"
        if let text { try program.write(text) }
        for line in [
            "log add one", "incident declare broken", "log add two",
            "incident state identified --reason found",
            "incident severity 1", "signal list", "log list", "incident list", "step list",
        ] {
            let writes = !line.contains("list")
            let outcome = try await program.run(line + " --fleet \(path)")
            #expect(outcome.status == 0, "\(line): \(outcome.errors)")
            let warnings = outcome.errors.split(separator: "\n").filter { $0.contains("warning") }
            #expect(warnings.count == (writes ? 1 : 0), "\(line): \(outcome.errors)")
        }
        // A checklist by its name can only come from the file.
        let named = try await program.run("incident declare x --runbook r --fleet \(path)")
        #expect(named.status == 2)
    }

    @Test(.timeLimit(.minutes(15)))
    func `steps go on with a broken fleet file, and the sign-off is the person's named`()
        async throws
    {
        let program = try Program()
        try program.write(
            """
            fleet: test
            runbooks:
              - name: recovery
                steps:
                  - {id: look, title: look}
                  - {id: signed, title: agree, signOff: bob}

            """
        )
        try await program.good("incident declare broken --sev 2")
        try program.write("fleet: [")
        try await program.good("step pass signed")
        for (name, words) in [("ada", "somebody else must"), ("eve", "bob must confirm")] {
            let outcome = try await program.run("step pass signed --as \(name)")
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains(words))
        }
        try await program.good("step pass signed --as bob")
        try await program.good("step fail look --reason no-access")
        let refused = try await program.run("step pass look")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("--again"))
        try await program.good("step pass look --again")
    }

    @Test(.timeLimit(.minutes(15)))
    func `foreign control characters never reach the terminal`() async throws {
        let program = try Program()
        _ = try await program.run(["log", "add", "red \u{1B}[31m\u{7}\u{9B}2J bell"])
        let listed = try await program.good("log list")
        #expect(listed.contains("red"))
        #expect(!listed.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) })
        let entry = try JSON.lines(try await program.good("log list --json"))[0]
        #expect(entry["data"]?["text"]?.text == "red \u{1B}[31m\u{7}\u{9B}2J bell")
    }
}

struct DamagedStoreTests {
    /// A program whose log of four lines was changed at the third behind its back.
    private func damaged() async throws -> Program {
        let program = try Program()
        for word in ["one", "two", "three", "four"] { try await program.good("log add \(word)") }
        let queue = try DatabaseQueue(path: program.storePath)
        try await queue.write { db in
            let rules = try Row.fetchAll(
                db,
                sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            )
            for rule in rules { try db.execute(sql: "DROP TRIGGER \(rule[0] as String)") }
            try db.execute(
                sql:
                    "UPDATE entry SET payload = replace(payload, 'three', 'treee') WHERE sequence = 3"
            )
            for rule in rules { try db.execute(sql: rule[1]) }
        }
        try queue.close()
        return program
    }

    @Test(.timeLimit(.minutes(15)))
    func `log verify names the first bad entry and exits 5`() async throws {
        let program = try await damaged()
        let outcome = try await program.run("log verify")
        #expect(outcome.status == 5)
        #expect(outcome.output == "2 entries verify, then the chain breaks\n")
        #expect(outcome.errors == "tocsin: entry 3: its text differs from what was written\n")
        let json = try await program.run("log verify --json")
        #expect(json.status == 5)
        let report = try JSON(json.output)
        #expect(report["intact"] == .flag(false))
        #expect(report["verified"]?.number == 2)
        #expect(report["firstBadEntry"]?.number == 3)
        #expect(report["problem"]?.text == "its text differs from what was written")
    }

    @Test(.timeLimit(.minutes(15)))
    func `nothing else works on a damaged log, and nothing is written to it`() async throws {
        let program = try await damaged()
        for line in ["log list", "log add five", "incident declare x", "incident list"] {
            let outcome = try await program.run(line)
            #expect(outcome.status == 5, "\(line)")
            #expect(outcome.output.isEmpty, "\(line)")
            #expect(outcome.errors.contains("damaged at entry 3"), "\(line): \(outcome.errors)")
        }
        let doctor = try await program.run("doctor")
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("✗ store: the log is damaged at entry 3"))
        let verified = try await program.run("log verify --json")
        #expect(try JSON(verified.output)["verified"]?.number == 2)
    }

    @Test(.timeLimit(.minutes(15)))
    func `log recover makes a whole log of what verifies, and says what is missing`() async throws {
        let program = try await damaged()
        let refused = try await program.run("log add five")
        #expect(refused.errors.contains("'tocsin log recover'"))
        let recovered = try await program.run("log recover")
        #expect(recovered.status == 0, "\(recovered.errors)")
        #expect(recovered.lines.first == "3 entries verify and are in the new log")
        #expect(recovered.lines[1].hasPrefix("missing: 3 of the damaged log; the hash"))
        let kept = try #require(recovered.lines.last?.split(separator: " ").last.map(String.init))
        #expect(kept.hasPrefix(program.storePath + ".damaged-"))
        #expect(try await program.run("log verify").status == 0)
        try await program.good("log add five")
        let lines = try await program.good("log list")
        #expect(lines.contains("log recovered (entry 3: its text differs from what was written)"))
        #expect(lines.contains("five"))
        // The damaged file can still be looked at, and a whole log is not touched.
        #expect(try await program.run("log verify --store \(kept)").status == 5)
        #expect(try await program.good("log recover") == "the log is whole; nothing was changed\n")
        #expect(try await program.good("log recover --json") == "{\"recovered\":false}\n")
    }

    @Test(.timeLimit(.minutes(15)))
    func `a file that is no log is left alone`() async throws {
        let program = try Program()
        let path = try program.write("just a text\n", to: "log.sqlite")
        for line in ["log list", "log add x", "log verify"] {
            let outcome = try await program.run(line)
            #expect(outcome.status == 1, "\(line)")
            #expect(outcome.errors.contains("is not a log of Tocsin"), "\(outcome.errors)")
        }
        #expect(try await program.shell("cat \(path)").output == "just a text\n")
    }
}
