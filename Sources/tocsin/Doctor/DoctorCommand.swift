import ArgumentParser
import Reports

/// `tocsin doctor`: looks whether everything is here that Tocsin needs, and says what to do.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that everything is here that Tocsin needs, and say what to do.",
        discussion: """
            Each line is well (✓), works less well than it could (!) or fails (✗), and names its \
            cure. The exit code is 1 when one fails. Nodes are asked once and channels are only \
            connected to; --offline leaves both out.
            """
    )

    @Flag(help: "Use no network.")
    var offline = false
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let doctor = Doctor(Invocation(common))
        let findings = doctor.machine + doctor.files + (offline ? [] : doctor.network)
        let report = DoctorReport(findings)
        Output.show(report, as: output.form)
        let bad = report.badCount
        if bad > 0 { throw Failure(.failed, "\(bad) of \(report.rows.count) checks are not well") }
    }
}

/// Looks at one thing after the other.
struct Doctor {
    typealias Finding = DoctorReport.Row

    let invocation: Invocation

    init(_ invocation: Invocation) {
        self.invocation = invocation
    }

    /// The value of a variable that is set to something.
    func variable(_ name: String) -> String? {
        invocation.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
