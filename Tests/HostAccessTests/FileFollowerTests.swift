import Primitives
import Glibc
import HostAccess
import TestSupport
import Testing

extension HostAccessTests {
    struct FileFollowerTests {
        @Test func `a file that is there already is followed from its end`() async throws {
            try await withLog { log in
                log.append("old\nold too\n")
                let follower = FileFollower(path: log.path)
                #expect(await follower.texts == [])
                log.append("new\r\nand")
                #expect(await follower.texts == ["new"])
                log.append(" more\n\n")
                #expect(await follower.texts == ["and more"])
                #expect(await follower.texts == [])
            }
        }

        @Test func `the end of a line whose start was written before means nothing`() async throws {
            try await withLog { log in
                log.append("half a li")
                let follower = FileFollower(path: log.path)
                #expect(await follower.texts == [])
                log.append("ne\nwhole\n")
                #expect(await follower.texts == ["whole"])
            }
        }

        @Test func `a file that comes later is followed from its start`() async throws {
            try await withLog { log in
                let follower = FileFollower(path: log.path)
                #expect(await follower.news.problem == .other("no file \(log.path)"))
                log.append("first\n")
                let news = await follower.news
                #expect(news.texts == ["first"])
                #expect(news.problem == nil)
            }
        }

        @Test func `a renamed file is read to its end before the new one`() async throws {
            try await withLog { log in
                log.append("a\n")
                let follower = FileFollower(path: log.path)
                #expect(await follower.texts == [])
                log.append("b\nlast without an end")
                rename(log.path, log.path + ".1")
                log.append("c\n")
                let news = await follower.news
                #expect(news.texts == ["b", "last without an end", "c"])
                #expect(news.restarts == 1)
            }
        }

        @Test func `a renamed file is read on until a new one is there`() async throws {
            try await withLog { log in
                log.append("a\n")
                let follower = FileFollower(path: log.path)
                #expect(await follower.texts == [])
                rename(log.path, log.path + ".1")
                TestLog(path: log.path + ".1").append("b\n")
                let news = await follower.news
                #expect(news.texts == ["b"])
                #expect(news.problem == .other("no file \(log.path)"))
                TestLog(path: log.path + ".1").append("c\n")
                log.append("d\n")
                #expect(await follower.texts == ["c", "d"])
            }
        }

        @Test(arguments: ["x\n", "longer than what was there before\n"])
        func `a file that was copied and truncated is read from its start`(_ text: String)
            async throws
        {
            try await withLog { log in
                let follower = FileFollower(path: log.path)
                #expect(await follower.texts == [])
                log.append("first line\n")
                #expect(await follower.texts == ["first line"])
                truncate(log.path, 0)
                log.append(text)
                let news = await follower.news
                #expect(news.texts == [String(text.dropLast())])
                #expect(news.restarts == 1)
            }
        }

        @Test func `zeros that a truncation leaves before a line are no part of it`() async throws {
            try await withLog { log in
                log.append("a\n")
                let follower = FileFollower(path: log.path)
                #expect(await follower.texts == [])
                truncate(log.path, 0)
                truncate(log.path, 100_000)
                log.append("b\n")
                #expect(await follower.texts == ["b"])
            }
        }

        @Test func `a line of 10 MB is cut and costs one line`() async throws {
            try await withLog { log in
                let follower = FileFollower(path: log.path, byteLimit: 64 << 20)
                #expect(await follower.texts == [])
                log.append(String(repeating: "x", count: 10_000_000) + "\nafter\n")
                let texts = await follower.texts
                #expect(texts.map(\.count) == [32_768, 5])
                #expect(texts.last == "after")
            }
        }

        @Test func `of more than the limit the newest is read, and the rest is counted`()
            async throws
        {
            try await withLog { log in
                log.append("")
                let follower = FileFollower(path: log.path, byteLimit: 100)
                #expect(await follower.texts == [])
                log.append((0..<100).map { "line \($0)\n" }.joined())
                let news = await follower.news
                #expect(news.texts.first == "line 88")
                #expect(news.texts.last == "line 99")
                #expect(news.skippedBytes == 690)
            }
        }

        @Test func `invalid UTF-8 and escapes are bytes like others`() async throws {
            try await withLog { log in
                log.append("")
                let follower = FileFollower(path: log.path)
                #expect(await follower.texts == [])
                log.append(bytes: [0xFF, 0x00, 0x1B, 0x5B, 0x0A])
                #expect(await follower.texts == ["\u{FFFD}\0\u{1B}["])
            }
        }

        @Test func `what is no file or may not be read is told in words`() async throws {
            try await withLog { log in
                let folder = FileFollower(path: "/usr")
                #expect(await folder.news.problem == .other("/usr is a folder, not a file"))
                let device = FileFollower(path: "/dev/zero")
                #expect(await device.news.problem == .other("/dev/zero is not a regular file"))
                mkfifo(log.path, 0o600)
                let pipe = FileFollower(path: log.path)
                #expect(await pipe.news.problem == .other("\(log.path) is not a regular file"))
                let inside = FileFollower(path: "/etc/passwd/x")
                #expect(await inside.news.problem == .other("no file /etc/passwd/x"))
            }
        }

        @Test(.disabled(if: getuid() == 0, "root may read everything"))
        func `a file that may not be read is told in words`() async throws {
            try await withLog { log in
                log.append("x\n")
                chmod(log.path, 0)
                let follower = FileFollower(path: log.path)
                #expect(await follower.news.problem == .other("not allowed to read \(log.path)"))
            }
        }
    }

}

/// A log in a folder of its own, which is removed afterwards.
struct TestLog {
    let path: String

    func append(_ text: String) {
        append(bytes: Array(text.utf8))
    }

    func append(bytes: [UInt8]) {
        guard let file = fopen(path, "a") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}

func withLog(_ body: (TestLog) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    try await body(TestLog(path: folder.path("log")))
}

extension FileFollower {
    var news: FollowedLines {
        get async { await poll(until: HostDeadline(.seconds(30))) }
    }

    var texts: [String] {
        get async { await news.texts }
    }
}

extension FollowedLines {
    var texts: [String] {
        var texts: [String] = []
        lines.forEach { line in
            texts.append(line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        }
        return texts
    }
}
