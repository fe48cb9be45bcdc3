import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives

extension FleetColumns {
    /// Which columns there is something to show in, worked out once for each news of the fleet and
    /// not for each frame.
    struct Choice: Sendable {
        /// All columns, with the number whose course is drawn.
        private(set) var all = FleetColumns.all
        /// The places of the columns, those that ask for attention first.
        private(set) var ranked: [Int] = []
        /// How much each column tells, by its place.
        private var ranks: [Int: Rank] = [:]
        /// The columns of the screen that they take, by their places, where that is known.
        private(set) var widths: [Int: Int] = [:]
        /// How many siblings each node may be linked to.
        private(set) var siblings = 0
        /// The columns that the words about the release policy take in that of the versions.
        private(set) var policyWidth = 0

        /// No column, before the first readings.
        init() {}

        /// How many nodes are looked through for the widths of columns; with more of them the
        /// columns are as wide as they ever are.
        private static let measuredNodes = 60

        /// The columns that some node has a value for.
        ///
        /// - Parameter before: The choice before this one: a column never becomes narrower, and one
        ///   that told something keeps its rank, so that none comes and goes with every value.
        init(
            _ readings: FleetReadings,
            _ health: FleetHealth,
            of fleet: Fleet?,
            before: Self = Self()
        ) {
            let course = Self.course(readings, health)
            for place in all.indices where all[place].isCourse {
                all[place].source = .metric(course)
                all[place].title = Self.title(of: course)
            }
            siblings = max(0, (fleet?.nodes.count(where: \.isWaku) ?? 1) - 1)
            let affected = Set(
                health.kinds.flatMap(AffectedSeries.metrics).map { Column.Source.metric($0) }
            )
            for (place, telling) in tellings(readings).enumerated() {
                let column = all[place]
                guard var rank = telling.rank else { continue }
                if affected.contains(column.source) { rank = .bad }
                let words = policyWidth(of: column, readings, fleet)
                // What should not run comes before all that only says how it runs.
                if words > 0 { (rank, policyWidth) = (.bad, words) }
                // The course says little that the number beside it does not.
                if column.isCourse { rank = .alike }
                ranks[place] = min(rank, before.ranks[place]?.remembered ?? rank)
            }
            ranked = ranks.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
            guard readings.nodes.count <= Self.measuredNodes else { return }
            for place in ranked {
                let column = all[place]
                let needed = max(width(of: column, readings), before.widths[place] ?? 0)
                let most = column.width + policyWidth(of: column, readings, fleet)
                widths[place] = min(most, needed + most - column.width)
            }
        }

        // MARK: The course

        /// Whose course tells most where nothing is wrong, the first that nodes tell of.
        private static let usualCourses: [MetricName] = [.memory, .cpuSeconds, .peers, .latency]

        /// The number whose course is drawn: what the gravest signal is about, else the usual one.
        private static func course(
            _ readings: FleetReadings,
            _ health: FleetHealth
        ) -> MetricName {
            for signal in health.standing {
                for node in signal.finding.nodes.prefix(1) {
                    let known = readings.nodes[node]?.metrics.keys.sorted {
                        (MetricCatalogue.rank(of: $0), $0) < (MetricCatalogue.rank(of: $1), $1)
                    }
                    let names = AffectedSeries.names(signal.finding, among: known ?? [])
                    if let name = names.first { return name }
                }
            }
            return usualCourses.first { name in
                readings.nodes.values.contains { $0.metrics[name] != nil }
            } ?? .memory
        }

        /// The name that fits the heading of a course.
        private static func title(of name: MetricName) -> String {
            if name == .cpuSeconds { return "cpu" }
            let column = FleetColumns.all.first { $0.source == .metric(name) }
            return column?.title ?? DisplayWidth.truncate(name.rawValue, to: 8)
        }

        // MARK: The widths

        /// The columns that a heading and its values take, with one to spare.
        private func width(of column: Column, _ readings: FleetReadings) -> Int {
            if case .trend = column.form { return column.width }
            let texts = readings.nodes.values.compactMap { node -> String? in
                switch column.source {
                case .fact(let name):
                    node.facts[name]?.values.first.map { FleetColumns.text($0, column.form) }
                case .metric(let name):
                    node.metrics[name].map { FleetColumns.text($0.value, column.form, siblings) }
                }
            }
            let widest = texts.map { DisplayWidth.of($0) }.max() ?? 0
            return max(DisplayWidth.of(column.title), widest + 1)
        }

        /// The columns of the words behind versions that are no releases; none while there is none.
        private func policyWidth(
            of column: Column,
            _ readings: FleetReadings,
            _ fleet: Fleet?
        ) -> Int {
            guard let fleet, fleet.hasReleasePolicy, column.source == .fact(.version),
                readings.nodes.values.contains(where: { node in
                    node[.version].map { fleet.mayRun($0) == false } ?? false
                })
            else { return 0 }
            return PolicyWords.long.width
        }

        /// How much a column tells, the most first.
        fileprivate enum Rank: Int, Comparable {
            case bad, wasBad, differs, alike

            /// What is left of it once the values say less.
            var remembered: Self { self == .bad ? .wasBad : self }

            static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
        }

        /// How much each of all columns tells.
        ///
        /// One node after the other: what thousands of them told lies far apart in memory.
        private func tellings(_ readings: FleetReadings) -> [Telling] {
            var tellings = all.map { Telling($0, siblings) }
            for node in readings.nodes.values {
                for place in tellings.indices { tellings[place].take(node) }
            }
            return tellings
        }
    }

    /// What the values of the nodes in a column have in common, as far as they were looked at.
    private struct Telling {
        private let column: Column
        private let siblings: Int
        private var hasBad = false
        private var text: String?
        private var textsDiffer = false
        private var range: ClosedRange<Double>?

        init(_ column: Column, _ siblings: Int) {
            self.column = column
            self.siblings = siblings
        }

        mutating func take(_ node: NodeReadings) {
            switch column.source {
            case .fact(let name):
                guard !textsDiffer, let value = node[name] else { return }
                if let text { textsDiffer = text != value } else { text = value }
            case .metric(let name):
                // Of a course it only counts whether there is one.
                guard !hasBad, !column.isCourse || range == nil, let value = node[name],
                    value.isFinite
                else { return }
                hasBad = column.isBad(value, siblings)
                range =
                    range.map { min($0.lowerBound, value)...max($0.upperBound, value) }
                    ?? value...value
            }
        }

        /// How much it tells; nil when no node has a value.
        var rank: Choice.Rank? {
            if hasBad { return .bad }
            if textsDiffer { return .differs }
            if text != nil { return .alike }
            return range.map { Self.isNotable($0) ? .differs : .alike }
        }

        /// Numbers are never quite the same: half as much again is a difference.
        private static let notableRatio = 1.5
        private static let notableDistance = 2.0

        private static func isNotable(_ range: ClosedRange<Double>) -> Bool {
            range.upperBound > range.lowerBound * notableRatio
                && range.upperBound - range.lowerBound >= notableDistance
        }
    }
}
