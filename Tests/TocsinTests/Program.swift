import FoundationEssentials
import Glibc
import Primitives
import Scenarios
import SimulatedFleet
import Testing

/// `tocsin` with a home of its own, as a script runs it.
final class Program: Sendable {
    /// The folder of this test, removed with everything in it.
    let folder: String
    /// The folder that the program may use; it does not exist at first.
    let home: String
    let environment: [String: String]

    /// The program that was built together with these tests.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let tests = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init), as: UTF8.self)
        return tests.prefix(through: tests.lastIndex(of: "/") ?? tests.startIndex) + "tocsin"
    }()

    init(_ variables: [String: String] = [:]) throws {
        let name = "tocsin-program-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        folder = "/tmp/" + name
        home = folder + "/home"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let inherited = ProcessInfo.processInfo.environment.filter {
            ["PATH", "LD_LIBRARY_PATH"].contains($0.key)
        }
        let own = [
            "HOME": folder, "TOCSIN_HOME": home, "TOCSIN_USER": "ada", "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
        ]
        environment = inherited.merging(own) { _, own in own }
            .merging(variables) { _, given in given }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var homeExists: Bool { access(home, F_OK) == 0 }

    var storeExists: Bool { access(storePath, F_OK) == 0 }

    var storePath: String { home + "/log.sqlite" }

    /// Writes a file into the home, by default the fleet file, and returns its path.
    @discardableResult
    func write(_ text: String, to name: String = "fleet.yaml") throws -> String {
        try FileManager.default.createDirectory(
            atPath: home,
            withIntermediateDirectories: true
        )
        let path = "\(home)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// The number in a file of the folder; nil while there is none.
    func number(in name: String) -> Int32? {
        guard let bytes = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")) else {
            return nil
        }
        return Int32(String(decoding: bytes, as: UTF8.self).filter(\.isNumber))
    }

    /// Runs the program; whatever it writes must be free of what steers, hides or reorders text.
    func run(
        _ arguments: [String],
        input: String = "/dev/null",
        interruptAfterLines: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ChildProcess.Outcome {
        let process = ChildProcess(
            path: Self.path,
            arguments: arguments,
            environment: environment,
            input: input,
            interruptAfterLines: interruptAfterLines
        )
        let outcome = try await process.run()
        for text in [outcome.output, outcome.errors] {
            #expect(
                !text.unicodeScalars.contains { $0.isUnsafe && $0 != "\n" },
                "a pipe got unsafe characters: \(text.debugDescription)",
                sourceLocation: sourceLocation
            )
        }
        return outcome
    }

    /// Runs a command line of words without spaces.
    func run(
        _ line: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ChildProcess.Outcome {
        try await run(
            line.split(separator: " ").map(String.init),
            sourceLocation: sourceLocation
        )
    }

    /// Runs a command line that has to end well, and returns what it wrote.
    @discardableResult
    func good(
        _ line: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let outcome = try await run(line, sourceLocation: sourceLocation)
        #expect(outcome.status == 0, "\(line): \(outcome.errors)", sourceLocation: sourceLocation)
        return outcome.output
    }

    /// Runs a script of the shell in which `$TOCSIN` is the program.
    func shell(_ script: String) async throws -> ChildProcess.Outcome {
        try await ChildProcess(
            path: "/bin/sh",
            arguments: ["-c", script],
            environment: environment.merging(["TOCSIN": Self.path]) { _, own in own }
        ).run()
    }
}

/// Runs the nodes of the oldest story as they are at its start, and gives the lines of a fleet
/// file that lead to them.
func withSimulatedNodes(
    _ body: (_ nodes: String, _ address: @Sendable (NodeID, SimulatedPort) -> String) async throws
        -> Void
) async throws {
    let scenario = try #require(Scenario.named(Scenario.names[0]))
    let server = SimulatedFleetServer(scenario: scenario)
    let address = try await server.start()
    let nodes = ["do-ams3", "gc-us-central1-a"].map { name in
        """
          - name: \(name)
            waku:
              rpc: \(address(NodeID(name), .rpc))
              metrics: \(address(NodeID(name), .metrics))/metrics

        """
    }
    do {
        try await body("poll: {every: 10s, timeout: 10s}\nnodes:\n" + nodes.joined(), address)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
