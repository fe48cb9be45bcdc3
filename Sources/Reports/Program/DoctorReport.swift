package import Primitives

/// Whether everything is here that the program needs.
package struct DoctorReport: ListReport {
    /// The things looked at.
    package let rows: [Row]

    /// One thing looked at.
    package struct Row: Encodable, Sendable {
        let check: String
        /// Whether it works, well or not.
        let ok: Bool
        let state: State
        let detail: String
        let cure: String?

        /// How a thing is.
        package enum State: String, Encodable, Sendable {
            case ok
            /// It works, but not as well as it could.
            case warn
            case fail

            fileprivate var mark: String {
                switch self {
                case .ok: "✓"
                case .warn: "!"
                case .fail: "✗"
                }
            }
        }

        /// A thing, how it is, what was seen, and what makes it well.
        package init(_ check: String, _ state: State, _ detail: String, cure: String? = nil) {
            self.check = check
            ok = state != .fail
            self.state = state
            self.detail = detail
            self.cure = cure
        }
    }

    /// These things.
    package init(_ rows: [Row]) {
        self.rows = rows
    }

    /// How many do not work.
    package var badCount: Int { rows.count { $0.state == .fail } }

    /// A line a thing, and one below it for its cure.
    package func text(at now: Timestamp) -> [ReportPart] {
        rows.flatMap { row in
            [.line("\(row.state.mark) \(row.check): \(row.detail)")]
                + (row.cure.map { [.line("    cure: \($0)")] } ?? [])
        }
    }
}
