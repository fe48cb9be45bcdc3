import ArgumentParser
import EventStore
import IncidentLog
import Primitives
import Reports
import Runtime
import SQLiteStore

/// `tocsin export`: the review of an incident as Markdown.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the review of an incident from its log.",
        discussion: """
            What the log knows is filled in; what only people can say is a prompt. A line of the \
            log that begins with 'summary:', 'cause:', 'lesson:', 'well:', 'badly:', 'lucky:' or \
            'surprised:' is written for that part. The same log gives the same bytes; times are \
            UTC. For everybody (--audience public) lines of people, reports, observations, reasons \
            and proofs are left out, names of nodes and people are replaced, and what was left out \
            is counted on standard error.
            Exit code 1 with --check: a part that people write is still empty.
            """
    )

    @Argument(help: "The incident; the only open one, else the newest, when left out.")
    var incident: String?
    @Option(help: ArgumentHelp("The form: \(names(of: ReviewStyle.self)).", valueName: "style"))
    var style = ReviewStyle.waku
    @Option(help: ArgumentHelp("For whom: internal or public.", valueName: "audience"))
    var audience = Audience.internal
    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("Write it to this file.", valueName: "file")
    )
    var file: String?
    @Flag(help: "Only say which parts are still to be written; exit code 1 if there are any.")
    var check = false
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    private static func names<Choice: CaseIterable & RawRepresentable>(
        of choices: Choice.Type
    ) -> String where Choice.RawValue == String {
        choices.allCases.map(\.rawValue).joined(separator: ", ")
    }

    func run() throws {
        let review = try Invocation(common).review(of: incident, style: style, audience: audience)
        if !review.leftOut.isEmpty {
            let words = review.leftOut.map { "\($0.what) \($0.count)" }.joined(separator: ", ")
            Output.problem("left out: \(words)", prefix: "")
        }
        if check { return try report(review.missing) }
        guard let file else {
            return output.json
                ? Output.show(review, as: .machines) : Output.file(review.written)
        }
        do throws(FileText.Failure) {
            try FileText.write(review.markdown, to: file)
        } catch {
            throw Failure(error)
        }
    }

    private func report(_ missing: [String]) throws {
        for title in missing { Output.line("to be written: \(title)") }
        guard missing.isEmpty else {
            let parts = missing.count == 1 ? "1 part is" : "\(missing.count) parts are"
            throw Failure(
                .failed,
                "\(parts) still to be written: \(missing.joined(separator: ", "))"
            )
        }
    }
}

extension Review {
    /// The text without the line end that whoever writes it adds.
    fileprivate var written: String {
        markdown.hasSuffix("\n") ? String(markdown.dropLast()) : markdown
    }
}

extension ReviewStyle: ExpressibleByArgument {}
extension Audience: ExpressibleByArgument {}

extension Invocation {
    /// The incident that a review is about: the one named, else the only open one, else the newest.
    func reviewed(_ name: String?, in state: LogState) throws(Failure) -> IncidentState {
        if name == nil, state.openIncidents.isEmpty, let newest = state.incidents.last {
            return newest
        }
        return try incident(name, in: state)
    }

    /// The review of an incident.
    func review(
        of name: String?,
        style: ReviewStyle,
        audience: Audience
    ) throws(Failure) -> Review {
        guard let log = try readLog() else {
            throw Failure(.usage, "there is no log at \(storePath)")
        }
        defer { blocking { await log.close() } }
        let state = try readState(log)
        let incident = try reviewed(name, in: state)
        let (facts, head) = try answer { () async throws(StoreError) in
            try await ReviewReader(log).facts(of: incident, in: state)
        }
        return Review(facts, style: style, audience: audience, head: head)
    }
}
