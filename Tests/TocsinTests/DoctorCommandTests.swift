import Glibc
import Testing

/// The checklist of the doctor: each line that is not well names its cure.
struct DoctorCommandTests {
    private func findings(_ program: Program, _ line: String = "doctor --json") async throws
        -> [JSON]
    {
        try JSON(try await program.run(line).output).elements
    }

    private func finding(_ check: String, in findings: [JSON]) throws -> JSON {
        try #require(findings.first { $0["check"]?.text == check }, "\(check): \(findings)")
    }

    @Test(.timeLimit(.minutes(15)))
    func `nodes that answer are well, a silent one is named with what to look at`() async throws {
        try await withSimulatedNodes { nodes, _ in
            let program = try Program()
            let silent = "  - name: gone\n    http: http://127.0.0.1:1/\n"
            try program.write("fleet: sim\n" + nodes + silent)
            let outcome = try await program.run("doctor")
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("✓ endpoints: 2 of 3 nodes answer"))
            #expect(outcome.output.contains("✗ endpoint gone: "))
            #expect(outcome.output.contains("    cure: is it running"))
            let offline = try await findings(program, "doctor --offline --json")
            #expect(!offline.contains { $0["check"]?.text == "endpoints" })
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a channel is reached without sending, and one without its secret is not well`()
        async throws
    {
        let program = try Program(["HOOK": "http://127.0.0.1:1/hook"])
        try program.write(
            """
            fleet: sim
            channels:
              - name: dead
                webhook: {url: "${HOOK}", secret: whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3}
              - name: bare
                discord: "${NOWHERE}"
            """
        )
        let findings = try await findings(program)
        for channel in ["channel dead", "channel bare"] {
            let found = try finding(channel, in: findings)
            #expect(found["state"]?.text == "fail")
            #expect(found["cure"]?.text?.isEmpty == false)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a log that others may open and a fleet file that others may write are told`()
        async throws
    {
        let program = try Program(["TERM": "no-such-terminal", "LC_ALL": "C"])
        let fleet = try program.write("fleet: sim\n")
        try await program.good("incident declare x")
        chmod(program.storePath, 0o644)
        chmod(fleet, 0o664)
        let findings = try await findings(program)
        for check in ["terminal", "locale", "permissions"] {
            #expect(try finding(check, in: findings)["state"]?.text == "warn")
        }
        #expect(findings.count { $0["check"]?.text == "permissions" } == 2)
        #expect(try finding("chain", in: findings)["detail"]?.text?.contains("verify") == true)
        for found in findings where found["state"]?.text == "warn" {
            let isToldWithCure =
                found["cure"]?.text?.isEmpty == false
                || found["detail"]?.text?.contains("chmod") == true
            #expect(isToldWithCure, "\(found)")
        }
    }
}
