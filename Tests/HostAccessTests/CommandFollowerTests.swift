import Glibc
import HostAccess
import IncidentCore
import Testing

extension HostAccessTests {
    struct CommandFollowerTests {
        @Test func `lines of both streams are taken while the command runs`() async throws {
            let script = "echo one; echo two >&2; printf three; exec sleep 86\(getpid())4"
            let follower = try #require(CommandFollower(CommandSpec(shell: script)))
            var texts: [String] = []
            while texts.count < 2 {
                let news = follower.poll()
                #expect(news.problem == nil)
                texts += news.texts
                await Task.yield()
            }
            #expect(texts.sorted() == ["one", "two"])
            await follower.shutdown()
            #expect(try await run(shell: "pgrep -fx 'sleep 86\(getpid())4'").output.isEmpty)
        }

        @Test func `a command that ends is told with its last words`() async throws {
            let script = "echo no key >&2; exit 255"
            let follower = try #require(CommandFollower(CommandSpec(shell: script)))
            var news = follower.poll()
            while news.problem == nil {
                await Task.yield()
                news = follower.poll()
            }
            let words = "/bin/sh ended with exit code 255: no key; it is started again in 1 s"
            #expect(news.problem == .other(words))
            await follower.shutdown()
        }

        @Test func `a command that does not start is told in words`() async throws {
            let follower = try #require(CommandFollower(CommandSpec(["no-such-thing"])))
            var news = follower.poll()
            while news.problem == nil {
                await Task.yield()
                news = follower.poll()
            }
            let words = "command not found: no-such-thing; it is started again in 1 s"
            #expect(news.problem == .other(words))
            await follower.shutdown()
        }

        @Test func `a flood between two polls is bounded and counted`() async throws {
            let follower = try #require(
                CommandFollower(CommandSpec(["yes", "flood"]), byteLimit: 100_000)
            )
            var skipped = 0
            while skipped == 0 {
                let news = follower.poll()
                #expect(news.lines.byteCount <= 100_000)
                skipped += news.skippedBytes
                await Task.yield()
            }
            await follower.shutdown()
        }

        @Test func `a follower that is let go ends its command`() async throws {
            let mark = "sleep 86\(getpid())5"
            var follower = CommandFollower(CommandSpec(shell: mark))
            _ = follower?.poll()
            while try await run(shell: "pgrep -fx '\(mark)'").output.isEmpty {}
            follower = nil
            while try await !run(shell: "pgrep -fx '\(mark)'").output.isEmpty {}
        }
    }
}
