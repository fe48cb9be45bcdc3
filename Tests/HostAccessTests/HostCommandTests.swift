import Glibc
import HostAccess
import FleetModel
import Primitives
import Testing

/// Tests that look at the processes and descriptors of the whole program, one after the other.
@Suite(.serialized) struct HostAccessTests {}

extension HostAccessTests {
    struct HostCommandTests {
        @Test func `a command's output, error output and exit code come back`() async throws {
            let outcome = try await run(shell: "echo out; echo err >&2; exit 3")
            #expect(outcome.ending == .exit(3))
            #expect(outcome.output == Array("out\n".utf8))
            #expect(outcome.errorOutput == Array("err\n".utf8))
        }

        @Test func `arguments reach the program as they are, without a shell`() async throws {
            let outcome = try await HostCommand.run(
                CommandSpec(["printf", "%s", "$HOME; `date` *"]),
                until: HostDeadline(.seconds(30))
            )
            #expect(outcome.output == Array("$HOME; `date` *".utf8))
        }

        @Test func `a command has no input, no terminal and no descriptor of ours`() async throws {
            let inherited = dup(STDERR_FILENO)
            defer { close(inherited) }
            let outcome = try await run(
                shell: "wc -c; (: < /dev/tty) 2>/dev/null && echo tty; ls /proc/self/fd | wc -l"
            )
            // Besides the standard streams, `ls` holds the folder that it lists.
            #expect(
                outcome.text == "0\n4\n"
            )
        }

        @Test func `a command runs in its folder, with its variables and without our secrets`()
            async throws
        {
            // A secret under a name that does not look like one.
            setenv("HOST_ACCESS_OPS", "hidden", 1)
            setenv("XDG_HOST_ACCESS", "shown", 1)
            let outcome = try await HostCommand.run(
                CommandSpec(
                    shell: "pwd; echo \"$HOST_ACCESS_OPS|$XDG_HOST_ACCESS|$API_TOKEN\"",
                    directory: "/usr",
                    environment: ["API_TOKEN": Secret("given")]
                ),
                until: HostDeadline(.seconds(30))
            )
            #expect(outcome.text == "/usr\n|shown|given\n")
        }

        @Test func `a command speaks the language of programs, unless another is given`()
            async throws
        {
            setenv("LC_NUMERIC", "hu_HU.UTF-8", 1)
            defer { unsetenv("LC_NUMERIC") }
            let shown = "echo \"$LC_ALL|$LC_NUMERIC|$LANG\""
            #expect(try await run(shell: shown).text == "C.UTF-8||\n")
            let outcome = try await HostCommand.run(
                CommandSpec(shell: shown, environment: ["LANG": Secret("de_DE")]),
                until: HostDeadline(.seconds(30))
            )
            #expect(outcome.text == "||de_DE\n")
        }

        @Test func `a signal that ends a command is told`() async throws {
            #expect(try await run(shell: "kill -9 $$").ending == .signal(9))
        }

        @Test(arguments: [
            (["no-such-program-here"], "command not found: no-such-program-here"),
            (["/no/such"], "no such command: /no/such, or what its first line names is missing"),
            (["/etc/passwd"], "not allowed to run /etc/passwd; is it executable?"),
            (["/etc"], "not allowed to run /etc; is it executable?"),
            (["/etc/passwd/x"], "no such command: /etc/passwd/x"),
            ([], "no command is given"),
        ])
        func `what cannot be started is told in words`(_ arguments: [String], _ words: String) async
        {
            await #expect(throws: FailureReason.other(words)) {
                try await HostCommand.run(
                    CommandSpec(arguments),
                    until: HostDeadline(.seconds(30))
                )
            }
        }

        @Test func `a missing folder is told in words`() async {
            await #expect(throws: FailureReason.other("no folder /no/such to run the command in")) {
                try await HostCommand.run(
                    CommandSpec(["true"], directory: "/no/such"),
                    until: HostDeadline(.seconds(30))
                )
            }
        }

        @Test func `more output than allowed ends the command`() async throws {
            let limits = HostCommand.Limits(outputBytes: 1000, errorBytes: 10)
            let tooMuch = FailureReason.tooLarge(
                limitBytes: 1000,
                advice: "let the command write less"
            )
            await #expect(throws: tooMuch) {
                try await HostCommand.run(
                    CommandSpec(["yes"]),
                    limits: limits,
                    until: HostDeadline(.seconds(30))
                )
            }
            let outcome = try await HostCommand.run(
                CommandSpec(shell: "printf '%1000d' 1; printf '%90000d' 1 >&2"),
                limits: limits,
                until: HostDeadline(.seconds(30))
            )
            #expect(outcome.output.count == 1000)
            #expect(outcome.errorOutput.count == 10)
        }

        @Test func `at the deadline the whole group is gone, even what heeds no signal`()
            async throws
        {
            let mark = "86\(getpid())1"
            await #expect(throws: FailureReason.timedOut(after: .milliseconds(300))) {
                try await run(
                    shell: "trap '' TERM; sleep \(mark) & sleep \(mark) | cat; wait",
                    deadline: .milliseconds(300)
                )
            }
            #expect(try await run(shell: "pgrep -fx 'sleep \(mark)'").output.isEmpty)
            try await expectNoChildrenLeft()
        }

        /// Ways to leave the process group: a session of one's own, a daemon whose parent is gone,
        /// one that heeds no signal, and one that has thrown its environment away.
        private static let escapes = [
            "setsid sleep MARK &",
            "setsid sh -c 'setsid sleep MARK & exit 0' &",
            "setsid sh -c 'trap \"\" TERM HUP INT; sleep MARK & wait; sleep MARK' &",
            "env -i setsid sleep MARK &",
            // A leader that ends at once when it is asked to leaves no parent to be found by.
            "env -i setsid sleep MARK & exec sleep 600 #",
        ]

        @Test(arguments: 0..<escapes.count)
        func `what has left the group of a command is ended with it, and nothing else`(
            place: Int
        ) async throws {
            let mark = "86\(getpid())7\(place)"
            // Not of the command, though it looks the same and is older or younger than it.
            try await leaveDaemon("sleep \(mark)00")
            let script = Self.escapes[place].replacing("MARK", with: mark)
            let found = "pgrep -fx 'sleep \(mark)"
            let task = Task {
                try await run(shell: script + " wait; sleep 600", deadline: .seconds(600))
            }
            while try await run(shell: found + "'").output.isEmpty {}
            try await leaveDaemon("sleep \(mark)01")
            task.cancel()
            await #expect(throws: FailureReason.other("the attempt was stopped")) {
                try await task.value
            }
            #expect(try await run(shell: found + "'").output.isEmpty)
            for other in ["00", "01"] {
                #expect(try await run(shell: "kill $(\(found)\(other)')").ending == .exit(0))
            }
            try await expectNoChildrenLeft()
        }

        @Test func `at the deadline a daemon of the command is gone`() async throws {
            let mark = "86\(getpid())8"
            let limits = HostCommand.Limits(outputBytes: 1000)
            let reason = FailureReason.tooLarge(
                limitBytes: 1000,
                advice: "let the command write less"
            )
            await #expect(throws: reason) {
                try await HostCommand.run(
                    // The pipe says when the daemon has left; then the command does too much.
                    CommandSpec(shell: "\(daemon("sleep \(mark)")); exec yes"),
                    limits: limits,
                    until: HostDeadline(.seconds(30))
                )
            }
            #expect(try await run(shell: "pgrep -fx 'sleep \(mark)'").output.isEmpty)
        }

        @Test func `a daemon that a command leaves behind when it is done goes on`() async throws {
            let mark = "86\(getpid())9"
            try await leaveDaemon("sleep \(mark)")
            let outcome = try await run(shell: "kill $(pgrep -fx 'sleep \(mark)')")
            #expect(outcome.ending == .exit(0))
        }

        /// Starts a command in a session of its own and goes on as soon as it is there.
        private func daemon(_ command: String) -> String {
            "started=$(setsid sh -c '\(command) >/dev/null 2>&1 &')"
        }

        private func leaveDaemon(_ command: String) async throws {
            let outcome = try await run(shell: daemon(command) + "; echo done")
            #expect(outcome.text == "done\n")
        }

        @Test func `what a command left running is ended with it`() async throws {
            let mark = "86\(getpid())2"
            let outcome = try await run(shell: "sleep \(mark) & echo done")
            #expect(outcome.text == "done\n")
            // It was sent away with the command's end; the kernel may take a moment.
            while try await !run(shell: "pgrep -fx 'sleep \(mark)'").output.isEmpty {}
        }

        @Test func `a stopped command is ended too`() async throws {
            await #expect(throws: FailureReason.timedOut(after: .milliseconds(300))) {
                try await run(shell: "kill -STOP $$", deadline: .milliseconds(300))
            }
        }

        @Test func `a cancelled task ends its command`() async throws {
            let mark = "86\(getpid())3"
            let task = Task { try await run(shell: "sleep \(mark); true", deadline: .seconds(600)) }
            while try await run(shell: "pgrep -fx 'sleep \(mark)'").output.isEmpty {}
            task.cancel()
            await #expect(throws: FailureReason.other("the attempt was stopped")) {
                try await task.value
            }
            #expect(try await run(shell: "pgrep -fx 'sleep \(mark)'").output.isEmpty)
        }

        @Test func `many commands leave no descriptor and no process behind`() async throws {
            _ = try await run(shell: "true")
            let before = try await descriptorCount
            await withTaskGroup { group in
                for number in 0..<40 {
                    group.addTask { _ = try? await run(shell: "exit \(number)") }
                }
            }
            _ = try? await run(shell: "sleep 60", deadline: .zero)
            var after = try await descriptorCount
            // A thread that has answered closes its last descriptors a moment later.
            for _ in 0..<100 where after > before { after = try await descriptorCount }
            // Commands of other tests come and go meanwhile, fewer than were run here.
            #expect(after <= before + 20)
            try await expectNoChildrenLeft()
        }

        /// Commands of other tests may be just ending.
        private func expectNoChildrenLeft() async throws {
            var left = try await children
            for _ in 0..<100 where !left.isEmpty { left = try await children }
            #expect(left.isEmpty)
        }

        private var descriptorCount: Int {
            get async throws {
                try await run(shell: "ls -l /proc/\(getpid())/fd | grep -E 'pipe|pidfd'").text
                    .split(separator: "\n").count
            }
        }

        /// The ended processes that nobody has collected yet.
        private var children: [String] {
            get async throws {
                try await run(shell: "ps -o stat= --ppid \(getpid())").text.split(separator: "\n")
                    .map(String.init).filter { $0.hasPrefix("Z") }
            }
        }
    }

}

extension CommandOutcome {
    var text: String { String(decoding: output, as: UTF8.self) }
}

func run(shell script: String, deadline: Duration = .seconds(30)) async throws -> CommandOutcome {
    try await HostCommand.run(CommandSpec(shell: script), until: HostDeadline(deadline))
}
