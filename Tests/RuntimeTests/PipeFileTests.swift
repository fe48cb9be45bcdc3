import Glibc
import TestSupport
import Testing

@testable import Runtime

/// Files that are none: pipes and devices are read as far as they tell something, and named.
@Suite(.timeLimit(.minutes(15)))
struct PipeFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func withPipe(_ body: (String) async throws -> Void) async throws {
        let path = folder.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        try await body(path)
    }

    @Test func `a pipe that nobody writes into is named`() async throws {
        try await withPipe { path in
            let failure = #expect(throws: FileText.Failure.self) { try FileText.read(path) }
            #expect(failure?.message.hasPrefix("\(path) is no file but a pipe") == true)
        }
    }

    @Test func `what was written into a pipe is read to its end`() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let text = String(repeating: "fleet: x\n", count: 5000)
        #expect(write(ends[1], text, text.utf8.count) == text.utf8.count)
        close(ends[1])
        #expect(try FileText.read("/dev/fd/\(ends[0])") == text)
    }

    @Test func `what never ends is cut off with a sentence`() {
        let failure = #expect(throws: FileText.Failure.self) { try FileText.read("/dev/zero") }
        #expect(failure?.message == "/dev/zero is larger than 16 MiB")
        #expect(throws: FileText.Failure.self) { try FileText.read("/tmp") }
    }

    @Test func `where nothing can be made is found out, and nothing is left behind`() throws {
        #expect(FileText.obstacle(to: "/proc/no/such/file")?.contains("/proc") == true)
        #expect(FileText.obstacle(to: "/dev/null/home/file")?.contains("/dev/null") == true)
        #expect(FileText.obstacle(to: folder.path("a/b/c")) == nil)
        #expect(FileText.nearestFolder(of: folder.path("a/b/c")) == folder.path)
        #expect(try folder.names().isEmpty)
    }
}
