import Primitives
import Glibc
import HostAccess
import FleetModel
import Testing

extension HostAccessTests {
    struct CommandFollowerTests {
        @Test func `lines of both streams are taken while the command runs`() async throws {
            let script = "echo one; echo two >&2; printf three; exec sleep 86\(getpid())4"
            let follower = try #require(CommandFollower(CommandSpec(shell: script)))
            var texts: [String] = []
            while texts.count < 2 {
                let news = await follower.poll(until: HostDeadline(.seconds(60)))
                #expect(news.problem == nil)
                texts += news.texts
                await Task.yield()
            }
            #expect(texts.sorted() == ["one", "two"])
            await follower.shutdown()
            #expect(try await run(shell: "pgrep -fx 'sleep 86\(getpid())4'").output.isEmpty)
        }

        @Test(arguments: [
            (
                ["/bin/sh", "-c", "echo a banner >&2; echo no key >&2; exit 255"],
                "/bin/sh ended with exit code 255: no key"
            ),
            // What speaks on standard output and ends is no log either.
            (
                ["/bin/sh", "-c", "echo no such unit; exit 1"],
                "/bin/sh ended with exit code 1"
            ),
            (["no-such-thing"], "command not found: no-such-thing"),
            (["/etc/passwd"], "not allowed to run /etc/passwd; is it executable?"),
            (["/bin/sh", "-c", "kill -9 $$"], "/bin/sh was ended by signal 9"),
        ])
        func `the first poll tells of a command that cannot be followed, and why`(
            _ arguments: [String],
            _ words: String
        ) async throws {
            let follower = try #require(CommandFollower(CommandSpec(arguments)))
            let news = await follower.poll(until: HostDeadline(.seconds(60)))
            #expect(news.problem == .other("\(words); it is started again in 1 s"))
            await follower.shutdown()
        }

        @Test func `a silent command is waited for no longer than half of the time`() async throws {
            let follower = try #require(CommandFollower(CommandSpec(["sleep", "86\(getpid())6"])))
            let start = ContinuousClock.now
            let news = await follower.poll(until: HostDeadline(.milliseconds(100)))
            #expect(news.problem == nil)
            #expect(.now - start >= .milliseconds(49))
            await follower.shutdown()
        }

        @Test func `a flood between two polls is bounded and counted`() async throws {
            let follower = try #require(
                CommandFollower(CommandSpec(["yes", "flood"]), byteLimit: 100_000)
            )
            var skipped = 0
            while skipped == 0 {
                let news = await follower.poll(until: HostDeadline(.seconds(60)))
                #expect(news.lines.byteCount <= 100_000)
                skipped += news.skippedBytes
                await Task.yield()
            }
            await follower.shutdown()
        }

        @Test func `a follower that is let go ends its command`() async throws {
            let mark = "sleep 86\(getpid())5"
            var follower = CommandFollower(CommandSpec(shell: mark))
            _ = await follower?.poll(until: HostDeadline(.milliseconds(2)))
            while try await run(shell: "pgrep -fx '\(mark)'").output.isEmpty {}
            follower = nil
            while try await !run(shell: "pgrep -fx '\(mark)'").output.isEmpty {}
        }
    }
}
