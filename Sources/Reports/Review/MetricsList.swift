package import IncidentLog
package import Primitives

/// The measures of all incidents, and their medians; practice counts in none.
package struct MetricsList: Report {
    let incidents: [IncidentMetrics]
    let medians: [Median]
    /// How many drills were left out.
    package let drills: Int

    /// The middle of a measure over the incidents.
    package struct Median: Encodable, Equatable, Sendable {
        /// What was measured.
        package let measure: IncidentMetrics.Measure
        /// The middle one; nil when no incident has it.
        package let seconds: Double?
        /// In how many incidents it is known.
        package let count: Int
        /// How many were left out because they cannot be right.
        package let wrong: Int
    }

    /// The measures of a log's incidents; promises are late or not as of `now`.
    package init(_ log: LogState, at now: Timestamp) {
        let real = log.incidents.filter { $0.mode != .drill }
        drills = log.incidents.count - real.count
        let metrics = real.reversed().map { IncidentMetrics($0, log, at: now) }
        incidents = metrics
        medians = IncidentMetrics.Measure.allCases.map { measure in
            let rows = metrics.flatMap {
                $0.rows.filter { $0.measure == measure && $0.party == nil }
            }
            let values = rows.filter { $0.wrong == nil }.compactMap(\.seconds).sorted()
            return Median(
                measure: measure,
                seconds: values.isEmpty ? nil : values[values.count / 2],
                count: values.count,
                wrong: rows.count { $0.wrong != nil }
            )
        }
    }

    /// A row an incident, then the medians.
    package func text(at now: Timestamp) -> [ReportPart] {
        let measures = IncidentMetrics.Measure.allCases
        var table = ReportTable(
            "INCIDENT",
            "SEV",
            "TTD",
            "TTA",
            "FIRST WORD",
            "TTM",
            "TTR",
            "TTV",
            "NO COMMANDER",
            "OFF POLICY",
            "LATE",
            "TITLE",
            spare: ["SEV", "LATE", "NO COMMANDER", "OFF POLICY"],
            empty: "no incident yet"
        )
        for incident in incidents {
            let spans = measures.map { measure in
                let row = incident.rows.first { $0.measure == measure && $0.party == nil }
                return (row?.span ?? "-") + (row?.wrong == nil ? "" : " wrong")
            }
            table.add(
                cells: ([incident.incident.rawValue, incident.severity] + spans
                    + ["\(incident.lateUpdates)", incident.title]).map { .text($0) }
            )
        }
        var parts: [ReportPart] = [.table(table)]
        for median in medians {
            guard let seconds = median.seconds else { continue }
            let span = Duration.milliseconds(Int64(seconds * 1000)).brief
            let wrong = median.wrong == 0 ? "" : ", \(median.wrong) wrong and left out"
            parts.append(
                .line("median \(median.measure.words): \(span) of \(median.count)\(wrong)")
            )
        }
        if drills > 0 { parts.append(.line("\(drills) drills are not counted")) }
        return parts
    }
}
