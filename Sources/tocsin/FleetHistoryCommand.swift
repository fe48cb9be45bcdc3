import ArgumentParser
import CellGrid
import ConfigFiles
import EventStore
import FleetModel
import Primitives
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
        @OptionGroup var json: JSONOption

        func run() throws {
            guard !(csv && json.isOn) else { throw Failure(.usage, "choose --json or --csv") }
            let invocation = Invocation(common)
            let now = RealClock().now
            let from = try moment(since, "--since", now)
            let to = try until.map { try moment($0, "--until", now) } ?? now
            guard from < to else { throw Failure(.usage, "--since must lie before --until") }
            var report = HistoryReport(
                node: NodeID(node),
                from: from,
                to: to,
                step: try chosenStep(to - from)
            )
            let history = try open(invocation)
            defer { history.close() }
            try check(history, invocation)
            report.gaps = (try? blocking { try await history.gaps(from: from, to: to) }) ?? []
            let all = try bins(history, report, metrics: metric.map { [MetricName($0)] })
            if let metric {
                guard let series = all[MetricName(metric)] else {
                    throw try missing(MetricName(metric), history, report)
                }
                show(report, MetricName(metric), series)
            } else {
                guard !all.isEmpty else { throw nothing(of: report) }
                showAll(report, all)
            }
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
            if csv || json.isOn { return .zero }
            return HistoryReport.roundSteps.first { $0 * 24 >= window } ?? .seconds(86_400)
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
            _ report: HistoryReport,
            metrics: [MetricName]?
        ) throws -> [MetricName: [SampleBin]] {
            do {
                return try blocking {
                    try await history.bins(
                        of: report.node,
                        metrics: metrics,
                        from: report.from,
                        to: report.to,
                        step: report.step
                    )
                }
            } catch let error as StoreError {
                throw Failure(.failed, error.historyWords)
            }
        }

        private func missing(
            _ metric: MetricName,
            _ history: SampleHistory,
            _ report: HistoryReport
        ) throws -> Failure {
            let known = try bins(history, report, metrics: nil).keys.map(\.rawValue).sorted()
            guard !known.isEmpty else { return nothing(of: report) }
            let hint = Suggestion.hint(for: metric.rawValue, among: known, called: "metrics")
            return Failure(
                .usage,
                "'\(report.node)' told no '\(metric)' between "
                    + "\(report.from) and \(report.to)\(hint)"
            )
        }

        private func nothing(of report: HistoryReport) -> Failure {
            Failure(
                .failed,
                "nothing was recorded of '\(report.node)' between \(report.from) and "
                    + "\(report.to); try a longer --since"
            )
        }

        private func show(_ report: HistoryReport, _ metric: MetricName, _ bins: [SampleBin]) {
            if json.isOn {
                Output.json(report.json(metric, bins))
            } else if csv {
                Output.line(HistoryReport.csvHeading)
                for bin in bins { Output.line(report.csv(metric, bin)) }
            } else {
                report.showTable(metric, bins)
            }
        }

        private func showAll(_ report: HistoryReport, _ all: [MetricName: [SampleBin]]) {
            let sorted = all.sorted { $0.key < $1.key }
            if json.isOn {
                Output.json(report.json(sorted))
            } else if csv {
                Output.line(HistoryReport.csvHeading)
                for (metric, bins) in sorted {
                    if let sum = HistoryReport.sum(bins) { Output.line(report.csv(metric, sum)) }
                }
            } else {
                report.showList(sorted)
            }
        }
    }
}
