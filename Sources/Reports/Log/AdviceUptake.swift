package import Primitives

/// How far the network followed advice over time.
package struct AdviceUptake: ListReport {
    /// The advice, the newest first.
    package let rows: [AdviceList.Row]

    /// The uptake of these.
    package init(_ list: AdviceList) { rows = list.rows }

    /// A table for each, a row a change.
    package func text(at now: Timestamp) -> [ReportPart] {
        rows.flatMap { advice -> [ReportPart] in
            var table = ReportTable("AT", "FOLLOWED", "BY", "VERSIONS", empty: "nothing is known")
            for point in advice.uptake {
                let versions = point.versions.sorted { $0.key < $1.key }
                table.add(
                    point.at.toMinute,
                    "\(point.followed)/\(point.nodes)",
                    point.changed.map { point.against ? "\($0) AGAINST IT" : $0 } ?? "-",
                    versions.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
                )
            }
            return [.line("\(advice.number) \(advice.words)"), .table(table)]
        }
    }
}
