/// A part of what people read; whoever shows it makes it safe for where it is shown.
package enum ReportPart: Equatable, Sendable {
    /// A line of text.
    case line(String)
    /// A series as a small plot, and a text behind it.
    case course([Double?], String)
    /// Rows under headings.
    case table(ReportTable)
}
