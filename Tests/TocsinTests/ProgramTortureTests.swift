import Fuzzing
import Testing

/// The program itself under kills and crowds.
@Suite(.timeLimit(.minutes(60)), .serialized)
struct ProgramTortureTests {
    /// The lines of the log, which must be whole.
    private func lines(_ program: Program, _ what: String) async throws -> [String] {
        let verified = try await program.run("log verify")
        #expect(verified.status == 0, "\(what): \(verified.errors)")
        return try JSON.lines(try await program.good("log list --json"))
            .compactMap { $0["text"]?.text }
    }

    @Test
    func `what a killed program acknowledged is there, and what it did not is whole or absent`()
        async throws
    {
        let program = try Program()
        let delays = FuzzRounds(20, seed: 3).map { round in
            var round = round
            let milliseconds = String(Int.random(in: 0...150, using: &round))
            return "0." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
        }
        let outcome = try await program.shell(
            """
            n=0
            for delay in \(delays.joined(separator: " ")); do
                "$TOCSIN" log add line-$n >/dev/null 2>&1 & p=$!
                sleep $delay; kill -9 $p 2>/dev/null
                wait $p && echo line-$n
                n=$((n+1))
            done
            "$TOCSIN" log add the-end >/dev/null && echo the-end
            """
        )
        let found = try await lines(program, "\(delays)")
        #expect(Set(outcome.lines).isSubset(of: Set(found)), "\(delays)")
        #expect(Set(found).count == found.count, "\(delays)")
        #expect(found.last == "the-end")
    }

    @Test
    func `twenty writers at once lose nothing`() async throws {
        let program = try Program()
        let writers = FuzzRounds.count(20)
        let outcome = try await program.shell(
            """
            n=0
            while [ $n -lt \(writers) ]; do
                ("$TOCSIN" log add line-$n >/dev/null && echo line-$n) &
                n=$((n+1))
                [ $((n % 20)) = 0 ] && wait
            done
            wait
            """
        )
        #expect(outcome.lines.count == writers, "\(outcome.errors)")
        let found = try await lines(program, "writers")
        #expect(found.sorted() == outcome.lines.sorted())
    }
}
