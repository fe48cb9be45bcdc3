import FileAccess
import Glibc
import Primitives
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15)))
struct LocalFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func reason(_ path: String, limit: Int = 100) async -> FailureReason? {
        do throws(FailureReason) {
            _ = try await LocalFile.read(path, limitBytes: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a file is read whole`() async throws {
        let file = try folder.write("a = 1", to: "a.toml")
        #expect(try await LocalFile.read(file, limitBytes: 5) == Array("a = 1".utf8))
        #expect(await reason(file, limit: 4) == .tooLarge(limitBytes: 4))
    }

    @Test func `the arguments of a process are a file`() async throws {
        let bytes = try await LocalFile.read("/proc/self/cmdline", limitBytes: 1 << 20)
        #expect(try #require(bytes).contains(0))
    }

    @Test func `what is no file says so`() async throws {
        let missing = folder.path + "/none"
        #expect(await reason(missing) == .other("there is no file \(missing)"))
        #expect(await reason(folder.path) == .other("\(folder.path) is a folder, not a file"))
        let pipe = folder.path + "/pipe"
        mkfifo(pipe, 0o600)
        #expect(await reason(pipe) == .other("\(pipe) is not a file"))
        #expect(await reason("/dev/zero") == .other("/dev/zero is not a file"))
        #expect(
            await reason(folder.path + "/none/x")
                == .other("there is no file \(folder.path)/none/x")
        )
    }

    @Test func `a cancelled task waits for nothing`() async throws {
        let file = try folder.write("a", to: "a")
        let task = Task { try await LocalFile.read(file, limitBytes: 5) }
        task.cancel()
        // Whether the file or the cancellation came first, it ends.
        _ = try await task.value
    }

    @Test func `drop-ins come in the order of their names`() async throws {
        let unit = try folder.write("[Service]", to: "x.service")
        mkdir(unit + ".d", 0o700)
        defer {
            for name in ["20-b.conf", "10-a.conf", "30.txt"] { unlink(unit + ".d/" + name) }
            rmdir(unit + ".d")
        }
        try folder.write("b", to: "x.service.d/20-b.conf")
        try folder.write("a", to: "x.service.d/10-a.conf")
        try folder.write("c", to: "x.service.d/30.txt")
        let texts = try await LocalFile.dropIns(ofUnit: unit, limitBytes: 100)
        #expect(texts == [Array("a".utf8), Array("b".utf8)])
    }
}
