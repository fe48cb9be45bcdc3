import TestServers
import Fuzzing
import NIOCore
import Testing

/// Programs that are killed while a message of five parts is on its way to three slow channels.
@Suite(.timeLimit(.minutes(60)), .serialized)
struct DeliveryTortureTests {
    private static let channels = ["one", "two", "three"]

    private static func fleet(_ hook: WebServer) -> String {
        "fleet: torture\nnodes: [{name: a, http: \"http://127.0.0.1:1/\"}]\nchannels:\n"
            + channels.map { "  - {name: \($0), discord: \"${HOOK}/\($0)\"}\n" }.joined()
    }

    /// An update of five parts of at most 2000 characters.
    private static func text(_ number: Int) -> String {
        (1...5).map { part in "<\(number).\(part)>" + String(repeating: " word", count: 350) }
            .joined(separator: "\n\n")
    }

    /// The parts that a channel got, each as `update.part`, in the order in which they came.
    private func parts(of channel: String, _ hook: WebServer) -> [String] {
        hook.requests.filter { $0.path.contains("/\(channel)?") }.compactMap { request in
            guard let start = request.body.firstIndex(of: "<"),
                let end = request.body[start...].firstIndex(of: ">")
            else { return nil }
            return String(request.body[request.body.index(after: start)..<end])
        }
    }

    @Test
    func `order is kept, only the part under way comes twice, and nothing is lost`() async throws {
        try await HookServer.run(answer: #"{"id":"1"}"#, delay: .milliseconds(40)) { hook in
            let program = try Program(["HOOK": hook.url("")])
            try program.write(Self.fleet(hook))
            try await program.good("incident declare broken")
            var kills = 0
            for var round in FuzzRounds(3, seed: 11) {
                kills += 1
                let text = try program.write(Self.text(kills), to: "text")
                let delay = Double(Int.random(in: 100...900, using: &round)) / 1000
                _ = try await program.shell(
                    """
                    "$TOCSIN" update send - < \(text) >/dev/null 2>&1 & p=$!
                    sleep \(delay); kill -9 $p 2>/dev/null; wait $p
                    """
                )
            }
            let text = try program.write(Self.text(kills + 1), to: "text")
            let last = try await program.run(["update", "send", "-", "--wait", "5m"], input: text)
            #expect(last.status == 0, "\(last.errors)")
            for channel in Self.channels { try await check(channel, program, hook, kills) }
        }
    }

    private func check(
        _ channel: String,
        _ program: Program,
        _ hook: WebServer,
        _ kills: Int
    ) async throws {
        let got = parts(of: channel, hook)
        var once: [String] = []
        for part in got where part != once.last { once.append(part) }
        // A kill before the release leaves no update; the log tells how many there are.
        let sent = once.filter { $0.hasSuffix(".1") }.compactMap { $0.split(separator: ".").first }
        #expect(once == sent.flatMap { update in (1...5).map { "\(update).\($0)" } }, "\(channel)")
        let updates = try JSON(try await program.good("update list --json"))
        guard case .array(let released) = updates else {
            Issue.record("\(updates)")
            return
        }
        #expect(sent.count == released.count, "\(channel)")
        #expect(got.count - once.count <= kills, "\(channel): \(got)")
        let verified = try await program.run("log verify")
        #expect(verified.status == 0, "\(verified.errors)")
    }
}
