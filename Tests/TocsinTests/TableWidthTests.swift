import Testing

/// Tables on a terminal of few columns, made by `script` of Debian's bsdutils.
struct TableWidthTests {
    private static let name = "ac-cn-hongkong-c.wakuv2.prod.example.org"

    private func program() async throws -> Program {
        let program = try Program()
        try program.write(
            "fleet: sim\nnodes:\n  - name: \(Self.name)\n    http: http://127.0.0.1:1/\n"
        )
        let title = "prod nodes form no mesh since at least a week and nobody noticed it"
        let declared = try await program.run(["incident", "declare", title])
        #expect(declared.status == 0, "\(declared.errors)")
        return program
    }

    /// The lines of a command on a terminal of so many columns, without the marks of its end.
    private func lines(_ command: String, columns: Int, of program: Program) async throws
        -> [String]
    {
        let line = "stty cols \(columns) rows 24; exec $TOCSIN \(command)"
        let outcome = try await program.shell("script -qec '\(line)' /dev/null")
        // Progress on standard error, which is the same terminal here, takes itself away.
        return outcome.output.split { $0.isNewline }.flatMap { $0.split(separator: "\u{1B}[K") }
            .map { $0.filter { $0 != "\u{1B}" } }
    }

    @Test(.timeLimit(.minutes(15)), arguments: [40, 80])
    func `a table fits the terminal and loses no word of its sentence`(
        columns: Int
    ) async throws {
        let program = try await program()
        let lines = try await lines("incident list", columns: columns, of: program)
        #expect(lines.allSatisfy { $0.count <= columns }, "\(lines)")
        #expect(lines.count > 2)
        #expect(lines.first?.contains("COMMANDER") == false)
        for word in ["INC-0001", "prod nodes", "noticed it"] {
            #expect(lines.contains { $0.contains(word) }, "\(word): \(lines)")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `long names are cut in their middle, and the reason goes on below`() async throws {
        let lines = try await lines("fleet status", columns: 80, of: try await program())
        #expect(lines.contains { $0.hasPrefix("ac-cn-hongko….example.org  down ") }, "\(lines)")
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines.contains { $0.hasPrefix("        ") })
    }

    @Test(.timeLimit(.minutes(15)))
    func `a pipe and who asks for it get the whole table`() async throws {
        let program = try await program()
        let wide = try await lines("incident list --wide", columns: 40, of: program)
        #expect(wide.count == 2)
        #expect(wide.first?.contains("COMMANDER") == true)
        let piped = try await program.good("incident list")
        #expect(piped.contains("COMMANDER"))
    }
}
