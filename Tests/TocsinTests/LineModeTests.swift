import FoundationEssentials
import Testing

/// The line mode, as a screen reader has it: words alone, a line for each thing that happens.
struct LineModeTests {
    /// Types lines into a command and returns what it told, which must be words alone.
    private func tell(
        _ lines: [String],
        to arguments: [String],
        of program: Program,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        let input = program.folder + "/typed"
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: input))
        let outcome = try await program.run(arguments, input: input)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
        expectWords(outcome.output, sourceLocation)
        return outcome.lines
    }

    /// No sequence, no frame, no block, no arrow.
    private func expectWords(_ text: String, _ sourceLocation: SourceLocation) {
        let signs = text.unicodeScalars.filter { scalar in
            scalar.value == 0x1B || (0x2190...0x28FF).contains(scalar.value)
        }
        #expect(signs.isEmpty, "\(text)", sourceLocation: sourceLocation)
    }

    @Test(.timeLimit(.minutes(15)))
    func `typed lines go into the log and commands behind a slash are carried out`() async throws {
        let program = try Program()
        try program.write("fleet: sim\n")
        try await program.good("incident declare no-mesh --sev 2 --as bob")
        let told = try await tell(
            [
                "nobody sees a mesh", "/incident state mitigating --reason redeploy", "/status",
                "/nonsense", "/quit",
            ],
            to: ["--plain"],
            of: program
        )
        #expect(told.contains { $0.hasSuffix("bob: declared SEV2: no-mesh (commander bob)") })
        #expect(told.contains { $0.hasPrefix("INC-0001 SEV2 investigating: no-mesh, declared") })
        #expect(told.contains { $0.contains("there is no command 'nonsense'") })
        #expect(told.contains { $0.hasSuffix("ada: nobody sees a mesh") }, "\(told)")
        let log = try await program.good("log list")
        #expect(log.contains("nobody sees a mesh"))
        #expect(try await program.good("incident show").contains("MITIGATING"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `a command asks for what it needs, and the end of the input ends it`() async throws {
        let program = try Program()
        try program.write("fleet: sim\n")
        let told = try await tell(
            ["/incident declare", "no mesh", "1", "", "/checklist"],
            to: ["--plain"],
            of: program
        )
        #expect(told.contains { $0.hasPrefix("Declare an incident: title?") })
        #expect(told.contains { $0.contains("severity?") })
        #expect(told.contains { $0.contains("declared SEV1: no mesh") }, "\(told)")
    }

    @Test(.timeLimit(.minutes(15)))
    func `screens are told as texts without their frames`() async throws {
        let program = try Program()
        try program.write("fleet: sim\n")
        try await program.good("incident declare no-mesh --sev 2")
        let told = try await tell(["/incidents", "/help"], to: ["--plain"], of: program)
        #expect(told.contains { $0.hasPrefix("Incidents") })
        #expect(told.contains { $0.contains("INC-0001 SEV2") && $0.contains("no-mesh") })
        #expect(told.contains { $0.contains("write a line in the log") })
    }

    @Test(.timeLimit(.minutes(15)))
    func `a drill can be played by ear`() async throws {
        let program = try Program()
        let told = try await tell(
            ["/status"],
            to: ["drill", "run", "waku-2021-07", "--plain", "--speed", "3600"],
            of: program
        )
        #expect(told.contains { $0.hasPrefix("fleet wakuv2.prod:") }, "\(told)")
    }

    @Test(.timeLimit(.minutes(15)))
    func `following the fleet tells verdicts in words`() async throws {
        try await withSimulatedNodes { nodes, _ in
            let program = try Program()
            try program.write("fleet: sim\n" + nodes)
            let outcome = try await program.run(
                ["fleet", "watch", "--plain"],
                interruptAfterLines: 2
            )
            #expect(outcome.output.contains("do-ams3: "))
            expectWords(outcome.output, #_sourceLocation)
        }
        #expect(try await Program().run("fleet watch --plain --json").status == 2)
    }
}
