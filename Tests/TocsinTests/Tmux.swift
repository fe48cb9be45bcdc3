import Glibc
import NIOPosix
import Testing

/// A terminal of 120 by 40 in a tmux server of its own.
struct Tmux: Sendable {
    struct Missed: Error, CustomStringConvertible {
        let description: String
    }

    /// Where tmux is; nil when it is not installed.
    static let path: String? = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/bin/tmux"].first {
        access($0, X_OK) == 0
    }

    private let program: Program
    private let socket: String

    /// Runs `body` with a terminal in which `script` runs, then ends the terminal and its server.
    static func run(
        _ script: String,
        for program: Program,
        _ body: (Tmux) async throws -> Void
    ) async throws {
        // A server that ends keeps its socket for a while: the next one has another.
        let number = UInt32.random(in: 0...UInt32.max)
        let tmux = Tmux(program: program, socket: "\(program.folder)/tmux-\(number)")
        _ = try await tmux.ask(
            "-f",
            "/dev/null",
            "-u",
            "new-session",
            "-d",
            "-x",
            "120",
            "-y",
            "40",
            script
        )
        do {
            try await body(tmux)
        } catch {
            _ = try? await tmux.ask("kill-server")
            throw error
        }
        _ = try await tmux.ask("kill-server")
    }

    private func ask(_ words: String...) async throws -> String {
        let process = ChildProcess(
            path: try #require(Self.path),
            arguments: ["-S", socket] + words,
            environment: program.environment.merging(["TOCSIN": Program.path]) { _, own in own }
        )
        let outcome = try await process.run()
        guard outcome.status == 0 else { throw Missed(description: "tmux: \(outcome.errors)") }
        return outcome.output
    }

    /// The text on the screen.
    var screen: String {
        get async throws { try await ask("capture-pane", "-p") }
    }

    /// The text on the screen with the sequences that give it its looks.
    var screenWithLooks: String {
        get async throws { try await ask("capture-pane", "-p", "-e") }
    }

    /// The terminal's modes: alternate screen, cursor, mouse, keypad.
    var modes: String {
        get async throws {
            try await ask(
                "display-message",
                "-p",
                "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_flag}"
            )
        }
    }

    /// Presses keys by their tmux names.
    func press(_ keys: String...) async throws {
        for key in keys { _ = try await ask("send-keys", key) }
    }

    /// Types a text as it is.
    func type(_ text: String) async throws {
        _ = try await ask("send-keys", "-l", text)
    }

    /// How often is looked, and how long is waited in between: 30 s in all.
    private static let looks = 300
    private static let pauseMilliseconds: Int32 = 100

    /// Looks at the screen until it shows a text.
    func wait(for text: String) async throws {
        try await wait(until: "the screen shows '\(text)'") { try await screen.contains(text) }
    }

    /// Looks until something is true.
    func wait(until what: String, _ isTrue: () async throws -> Bool) async throws {
        for _ in 0..<Self.looks {
            if try await isTrue() { return }
            // Nothing tells when a terminal has drawn.
            try await NIOThreadPool.singleton.runIfActive {
                _ = poll(nil, 0, Self.pauseMilliseconds)
            }
        }
        throw Missed(description: "never true: \(what); the screen:\n\(try await screen)")
    }
}
