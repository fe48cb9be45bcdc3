import FoundationEssentials
import Testing

/// What proves an entry: kept beside the log under its digest, and checked with the log.
struct EvidenceCommandTests {
    private static func kept(_ program: Program) throws -> [String] {
        let folder = program.storePath + ".evidence"
        return try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.count > 64 }.map { "\(folder)/\($0)" }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a kept file that was changed or is gone damages the log`() async throws {
        let program = try Program()
        let file = try program.write("no mesh", to: "node.log")
        try await program.good("log attach \(file) --note seen")
        try await program.good("log attach \(file)")
        try await program.good("log verify")
        let places = try Self.kept(program)
        #expect(places.count == 1, "one file kept twice is there once")
        let place = try #require(places.first)
        try Data("no mess".utf8).write(to: URL(filePath: place))
        var outcome = try await program.run("log verify")
        #expect(outcome.status == 5)
        #expect(outcome.errors.contains("node.log (7 bytes"), "\(outcome.errors)")
        #expect(outcome.errors.contains("was changed"), "\(outcome.errors)")
        try FileManager.default.removeItem(atPath: place)
        outcome = try await program.run("log verify")
        #expect(outcome.status == 5)
        #expect(outcome.errors.contains("is not there"), "\(outcome.errors)")
    }

    @Test(.timeLimit(.minutes(15)))
    func `what is redacted leaves the folder too, and the log verifies`() async throws {
        let program = try Program()
        let file = try program.write("Jane", to: "node.log")
        try await program.good("log attach \(file)")
        try await program.good("log redact 1 --reason personal")
        #expect(try Self.kept(program).isEmpty)
        try await program.good("log verify")
    }

    @Test(.timeLimit(.minutes(15)))
    func `a command's end and output are kept, and its exit code is ours`() async throws {
        let program = try Program()
        let words = ["log", "run", "--", "/bin/sh", "-c", "echo seen; exit 3"]
        let outcome = try await program.run(words)
        #expect(outcome.status == 3)
        #expect(outcome.output.hasPrefix("seen\n"), "\(outcome.output)")
        #expect(outcome.output.contains("ended with 3"), "\(outcome.output)")
        #expect(try Self.kept(program).count == 1)
    }

    @Test(.timeLimit(.minutes(15)))
    func `what is no file is refused, and nothing is written`() async throws {
        let program = try Program()
        try program.write("fleet: a\n")
        for path in [program.home, program.home + "/none"] {
            let outcome = try await program.run("log attach \(path)")
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(path), "\(outcome.errors)")
        }
        #expect(try await program.good("log list").isEmpty)
    }
}
