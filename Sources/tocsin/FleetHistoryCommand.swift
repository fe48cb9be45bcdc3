import ArgumentParser
import CellGrid
import ConfigFiles
import EventStore
import FleetModel
import Primitives
import Reports
import Runtime
import SampleStore

extension FleetCommand {
    /// `tocsin fleet history`: what a node told in the past.
    struct History: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "Show what a node told in the past.",
            discussion: """
                Without a metric, lists those that there are. The open command centre and 'fleet \
                watch' record; samples are kept for 48 hours, five-minute values for 30 days and \
                hourly values for a year, unless the fleet file says otherwise.
                """
        )

        @Argument(help: "The node.")
        var node: String
        @Argument(help: "The metric, such as peers or height.best.")
        var metric: String?
        @Option(help: ArgumentHelp("From when: a span ago or a moment.", valueName: "time"))
        var since = "6h"
        @Option(help: ArgumentHelp("Until when; now if left out.", valueName: "time"))
        var until: String?
        @Option(help: ArgumentHelp("Sum up over this long.", valueName: "duration"))
        var step: String?
        @Flag(help: "Write comma-separated values.")
        var csv = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            guard !(csv && output.json) else { throw Failure(.usage, "choose --json or --csv") }
            let invocation = Invocation(common)
            let now = RunTime.now
            let from = try moment(since, "--since", now)
            let to = try until.map { try moment($0, "--until", now) } ?? now
            guard from < to else { throw Failure(.usage, "--since must lie before --until") }
            let step = try chosenStep(to - from)
            let history = try open(invocation)
            defer { history.close() }
            try check(history, invocation)
            let window = HistoryWindow(
                of: NodeID(node),
                from: from,
                to: to,
                step: step,
                gaps: (try? blocking { try await history.gaps(from: from, to: to) }) ?? []
            )
            let report = try report(history, window)
            if csv {
                for row in report.csv { Output.line(row) }
            } else {
                Output.show(report, as: output.form)
            }
        }

        private func report(
            _ history: SampleHistory,
            _ window: HistoryWindow
        ) throws -> HistoryReport {
            let metric = metric.map { MetricName($0) }
            let all = try bins(history, window, metrics: metric.map { [$0] })
            guard let metric else {
                guard !all.isEmpty else { throw nothing(of: window) }
                return HistoryReport(window, all)
            }
            guard let series = all[metric] else { throw try missing(metric, history, window) }
            return HistoryReport(window, metric, series)
        }

        private func moment(_ text: String, _ option: String, _ now: Timestamp) throws -> Timestamp
        {
            if let span = Duration(text: text) { return now - span }
            if let moment = Timestamp(text, before: now) { return moment }
            throw Failure(
                .usage,
                "\(option) takes a duration such as 6h or a moment such as 2026-07-09T08:00:00Z, "
                    + "not '\(text)'"
            )
        }

        /// Lengths of spans that people count in.
        private static let roundSteps: [Duration] = [
            1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
        ].map { .seconds($0) }

        /// Machines get every sample unless they ask for less; people get about two dozen rows.
        private func chosenStep(_ window: Duration) throws -> Duration {
            if let step {
                guard let span = Duration(text: step), span >= .seconds(1) else {
                    throw Failure(.usage, "--step takes a duration of 1s or more, not '\(step)'")
                }
                guard window / span <= 100_000 else {
                    throw Failure(.usage, "--step \(step) gives more than 100,000 rows")
                }
                return span
            }
            if csv || output.json { return .zero }
            return Self.roundSteps.first { $0 * 24 >= window } ?? .seconds(86_400)
        }

        private func open(_ invocation: Invocation) throws -> SampleHistory {
            let path = SampleFile.path(besideLog: invocation.storePath)
            do throws(StoreError) {
                return try SampleHistory(path: path)
            } catch {
                switch error {
                case .notFound:
                    throw Failure(
                        .failed,
                        """
                        nothing was recorded yet: there is no \(path)
                        the command centre ('tocsin') and 'tocsin fleet watch' record while they run
                        """
                    )
                case .damaged: throw Failure(.damaged, "\(path): \(error.historyWords)")
                case .conflict, .notAStore, .newer, .older, .moved, .busy, .full, .failed:
                    throw Failure(.failed, error.historyWords)
                }
            }
        }

        /// Tells a node that nobody knows from one that nothing was recorded of.
        private func check(_ history: SampleHistory, _ invocation: Invocation) throws {
            let recorded = try blocking { try await history.nodes() }.map(\.rawValue)
            if recorded.contains(node) { return }
            let configured = invocation.knownFleet()?.nodes.map(\.id.rawValue) ?? []
            if configured.contains(node) {
                throw Failure(
                    .failed,
                    "nothing was recorded of '\(node)' yet; the command centre and "
                        + "'tocsin fleet watch' record while they run"
                )
            }
            let known = Array(Set(recorded + configured)).sorted()
            let hint = Suggestion.hint(for: node, among: known, called: "nodes")
            throw Failure(.usage, "there is no node '\(node)'\(hint)")
        }

        private func bins(
            _ history: SampleHistory,
            _ window: HistoryWindow,
            metrics: [MetricName]?
        ) throws -> [MetricName: [SampleBin]] {
            do {
                return try blocking {
                    try await history.bins(
                        of: window.node,
                        metrics: metrics,
                        from: window.from,
                        to: window.to,
                        step: window.step
                    )
                }
            } catch let error as StoreError {
                throw Failure(.failed, error.historyWords)
            }
        }

        private func missing(
            _ metric: MetricName,
            _ history: SampleHistory,
            _ window: HistoryWindow
        ) throws -> Failure {
            let known = try bins(history, window, metrics: nil).keys.map(\.rawValue).sorted()
            guard !known.isEmpty else { return nothing(of: window) }
            let hint = Suggestion.hint(for: metric.rawValue, among: known, called: "metrics")
            return Failure(
                .usage,
                "'\(window.node)' told no '\(metric)' between "
                    + "\(window.from) and \(window.to)\(hint)"
            )
        }

        private func nothing(of window: HistoryWindow) -> Failure {
            Failure(
                .failed,
                "nothing was recorded of '\(window.node)' between \(window.from) and "
                    + "\(window.to); try a longer --since"
            )
        }
    }
}
