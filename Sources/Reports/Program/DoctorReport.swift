package import Primitives

/// Whether everything is here that the program needs.
package struct DoctorReport: ListReport {
    /// The things looked at.
    package let rows: [Row]

    /// One thing looked at.
    package struct Row: Encodable, Sendable {
        let check: String
        let ok: Bool
        let detail: String

        /// A thing, whether it is well, and what was seen.
        package init(_ check: String, isGood: Bool, _ detail: String) {
            self.check = check
            ok = isGood
            self.detail = detail
        }
    }

    /// These things.
    package init(_ rows: [Row]) {
        self.rows = rows
    }

    /// How many are not well.
    package var badCount: Int { rows.count { !$0.ok } }

    /// A line a thing.
    package func text(at now: Timestamp) -> [ReportPart] {
        rows.map { .line("\($0.ok ? "✓" : "✗") \($0.check): \($0.detail)") }
    }
}
