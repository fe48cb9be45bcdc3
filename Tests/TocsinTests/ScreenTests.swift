import FoundationEssentials
import Glibc
import Testing

/// The command centre on a real terminal, driven by keys.
@Suite(.enabled(if: Tmux.path != nil, "tmux is not installed"), .serialized)
struct ScreenTests {
    /// Runs the program, writes down how it ended, and stays.
    private static let script = script("")

    private static func script(_ arguments: String) -> String {
        #"sh -c 'echo $$ > "$HOME/pid"; exec "$TOCSIN" "# + arguments
            + #"'; echo $? > "$HOME/status"; exec cat"#
    }

    private static let restored = "0 1 0 0\n"

    /// Opens the command centre on two simulated nodes and waits until it shows them.
    private func withCommandCentre(
        _ body: (Program, Tmux) async throws -> Void
    ) async throws {
        try await withSimulatedNodes { nodes, _ in
            let program = try Program()
            try program.write("fleet: sim\n" + nodes)
            try await Tmux.run(Self.script, for: program) { tmux in
                try await tmux.wait(for: "do-ams3")
                try await tmux.wait(for: "v0.4")
                try await body(program, tmux)
            }
        }
    }

    /// Declares an incident by keys; what follows the title has its default.
    private func declare(_ title: String, on tmux: Tmux) async throws {
        try await tmux.press("D")
        try await tmux.wait(for: "Declare an incident")
        try await tmux.type(title)
        try await tmux.press("Enter")
        try await tmux.wait(for: "INC-0001")
    }

    /// Waits until the program has ended with this status and the terminal is as it was before.
    ///
    /// After SIGKILL it is another process that restores the terminal, at its own time.
    private func expectEnd(_ status: Int32, of program: Program, on tmux: Tmux) async throws {
        try await tmux.wait(until: "the program has ended") {
            program.number(in: "status") != nil
        }
        #expect(program.number(in: "status") == status)
        try await tmux.wait(until: "the modes are restored") {
            try await tmux.modes == Self.restored
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `declare, say something and quit by keys; the log has it`() async throws {
        try await withCommandCentre { program, tmux in
            #expect(try await tmux.modes.hasPrefix("1 "))
            try await declare("mesh is gone", on: tmux)
            try await tmux.press("i")
            try await tmux.type("hello from the screen")
            try await tmux.press("Enter")
            try await tmux.wait(for: "ada hello from the screen")
            // What another program writes appears as well.
            try await program.good("log add hello-from-a-script --as bob")
            try await tmux.wait(for: "bob hello-from-a-script")
            // The line is still open: Escape leaves it, and `q` is a command again.
            try await tmux.press("Escape")
            try await tmux.wait(for: "i: say something")
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)

            let entries = try JSON.lines(try await program.good("log list --json --incident 1"))
            let texts = entries.compactMap { $0["text"]?.text }
            #expect(texts.contains("hello from the screen"))
            #expect(texts.contains { $0.contains("mesh is gone") })
            #expect(entries.first?["actor"]?.text == "ada")
            #expect(try await program.run("log verify").status == 0)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what was typed is there again after quitting and after kill -9`() async throws {
        let program = try Program()
        try program.write("fleet: sim\n")
        try await program.good("incident declare broken")
        try await Tmux.run(Self.script, for: program) { tmux in
            try await tmux.wait(for: "INC-0001")
            try await tmux.press("i")
            try await tmux.type("half a thou")
            try await tmux.press("Escape")
            try await tmux.wait(for: "> half a thou")
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)
        }
        unlink(program.folder + "/status")
        try await Tmux.run(Self.script, for: program) { tmux in
            try await tmux.wait(for: "> half a thou")
            try await tmux.press("i")
            try await tmux.type("ght")
            try await tmux.wait(for: "> half a thought")
            let folder = program.storePath + ".drafts"
            try await tmux.wait(until: "the draft is on the disk") {
                Self.text(under: folder).contains("half a thought")
            }
            kill(try #require(program.number(in: "pid")), SIGKILL)
            try await expectEnd(128 + SIGKILL, of: program, on: tmux)
        }
        unlink(program.folder + "/status")
        try await Tmux.run(Self.script, for: program) { tmux in
            try await tmux.wait(for: "> half a thought")
            try await tmux.press("i")
            try await tmux.press("Enter")
            try await tmux.wait(for: "ada half a thought")
            try await tmux.press("Escape")
            try await tmux.wait(for: "i: say something")
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)
        }
        #expect(access(program.storePath + ".drafts", F_OK) != 0)
    }

    @Test(.timeLimit(.minutes(15)))
    func `where one was is there again after kill -9, and a quit begins anew`() async throws {
        let program = try Program()
        try program.write("fleet: sim\n")
        try await program.good("incident declare broken")
        let file = program.storePath + ".place"
        try await Tmux.run(Self.script, for: program) { tmux in
            try await tmux.wait(for: "INC-0001")
            try await tmux.press("I")
            try await tmux.wait(for: "Incidents ─ 1")
            try await tmux.wait(until: "the place is on the disk") {
                FileManager.default.contents(atPath: file)
                    .map { String(decoding: $0, as: UTF8.self).contains("\"incidents\"") } ?? false
            }
            kill(try #require(program.number(in: "pid")), SIGKILL)
            try await expectEnd(128 + SIGKILL, of: program, on: tmux)
        }
        unlink(program.folder + "/status")
        try await Tmux.run(Self.script, for: program) { tmux in
            try await tmux.wait(for: "Incidents ─ 1")
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)
        }
        unlink(program.folder + "/status")
        try await Tmux.run(Self.script, for: program) { tmux in
            try await tmux.wait(for: "i: say something")
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)
        }
    }

    /// What all drafts of a folder say: a file that is still being written does not count.
    private static func text(under folder: String) -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") }
            .compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }
            .map { String(decoding: $0, as: UTF8.self) }.joined()
    }

    @Test(.timeLimit(.minutes(15)))
    func `without a fleet the welcome leads to an incident`() async throws {
        let program = try Program()
        try await Tmux.run(Self.script, for: program) { tmux in
            try await tmux.wait(for: "play a drill")
            try await tmux.press("o")
            try await tmux.wait(for: "Declare an incident")
            try await tmux.type("no fleet at all")
            try await tmux.press("Enter")
            try await tmux.wait(for: "INC-0001")
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)
        }
        let shown = try JSON(try await program.good("incident show --json"))
        #expect(shown["title"]?.text == "no fleet at all")
    }

    @Test(.timeLimit(.minutes(15)), arguments: [SIGKILL, SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func `however it is killed, the terminal comes back and the log is whole`(
        signal: Int32
    ) async throws {
        try await withCommandCentre { program, tmux in
            try await declare("killed in the middle", on: tmux)
            let pid = try #require(program.number(in: "pid"))
            #expect(kill(pid, signal) == 0)
            try await expectEnd(128 + signal, of: program, on: tmux)
            #expect(try await program.run("log verify").status == 0)
            let shown = try JSON(try await program.good("incident show --json"))
            #expect(shown["title"]?.text == "killed in the middle")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a damaged log is offered to be recovered before the screen opens`() async throws {
        let program = try Program()
        try await program.good("log add kept")
        try await program.good("log add lost")
        // The copy of an hour ago: the note beside the log knows better.
        let store = program.storePath
        _ = try await program.shell(
            "cp \(store) \(store).old; $TOCSIN log add later; mv \(store).old \(store)"
        )
        try await Tmux.run(Self.script, for: program) { tmux in
            try await tmux.wait(for: "entry 3 was acknowledged and is missing")
            try await tmux.wait(for: "[y/N]")
            try await tmux.press("y", "Enter")
            try await tmux.wait(for: "log recovered")
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)
        }
        #expect(try await program.run("log verify").status == 0)
        #expect(try await program.good("log list").contains("2 entries verify, missing: 3"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `the screen is there before the fleet file was read`() async throws {
        let program = try Program()
        // A pipe tells nothing before somebody wrote into it.
        let pipe = program.folder + "/fleet"
        try #require(mkfifo(pipe, 0o600) == 0)
        let writer = open(pipe, O_RDWR)
        try await Tmux.run(Self.script("--fleet " + pipe), for: program) { tmux in
            try await tmux.wait(for: "opening the log")
            let text = """
                fleet: slow
                nodes:
                  - name: do-ams3
                    http: http://127.0.0.1:1/

                """
            #expect(write(writer, text, text.utf8.count) == text.utf8.count)
            close(writer)
            try await tmux.wait(for: "do-ams3")
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a refused fleet file ends the screen with its text`() async throws {
        let program = try Program()
        try program.write("fleet: sim\nnodse: []\n")
        try await Tmux.run(Self.script, for: program) { tmux in
            try await expectEnd(2, of: program, on: tmux)
            try await tmux.wait(for: "nodse")
        }
        #expect(!program.storeExists)
    }

    @Test(.timeLimit(.minutes(15)))
    func `an existing fleet file survives the wish to write another`() async throws {
        try await withCommandCentre { program, tmux in
            try await tmux.press(":")
            try await tmux.type("endpoint")
            try await tmux.press("Enter")
            try await tmux.wait(for: "Point Tocsin at an endpoint")
            try await tmux.type("127.0.0.1:1")
            try await tmux.press("Enter")
            try await expectEnd(1, of: program, on: tmux)
            #expect(try await program.good("config check").contains("fleet sim, 2 nodes"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a drill is played on the screen, in a folder of its own`() async throws {
        let program = try Program()
        let folder = program.home + "/drills/waku-2021-07"
        try await Tmux.run(Self.script("drill run waku-2021-07 --speed 1"), for: program) { tmux in
            try await tmux.wait(for: "do-ams3")
            // By itself the story would get there in four minutes.
            try await tmux.press("f")
            try await tmux.wait(for: "07:24:")
            try await declare("the mesh is gone", on: tmux)
            // Another terminal may look at the simulated nodes meanwhile.
            let status = try JSON(
                try await program.good("fleet status --json --fleet \(folder)/fleet.yaml")
            )
            #expect(status["nodes"]?.elements.count == 3)
            try await tmux.press("q")
            try await expectEnd(0, of: program, on: tmux)
        }
        let shown = try JSON(
            try await program.good("incident show --json --store \(folder)/log.sqlite")
        )
        #expect(shown["mode"]?.text == "drill")
        #expect(shown["title"]?.text == "the mesh is gone")
        #expect(!program.storeExists)
    }
}
