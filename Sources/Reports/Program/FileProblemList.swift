package import Primitives

/// The mistakes of a file that a person wrote.
package struct FileProblemList: ListReport {
    /// The mistakes in the order of the file.
    package let rows: [Row]

    /// One mistake with its place.
    package struct Row: Encodable, Sendable {
        let file: String
        let line: Int
        let column: Int
        let error: Bool
        let message: String
        private let shown: String

        private enum CodingKeys: CodingKey {
            case file, line, column, error, message
        }

        fileprivate var part: ReportPart { .line(shown) }

        /// A mistake, or a warning.
        ///
        /// - Parameters:
        ///   - line: From 1.
        ///   - column: In Unicode code points, from 1.
        ///   - shown: The whole in one line that editors can jump to.
        package init(
            file: String,
            line: Int,
            column: Int,
            isError: Bool,
            message: String,
            shown: String
        ) {
            self.file = file
            self.line = line
            self.column = column
            error = isError
            self.message = message
            self.shown = shown
        }
    }

    /// These mistakes.
    package init(_ rows: [Row]) {
        self.rows = rows
    }

    /// A line a mistake.
    package func text(at now: Timestamp) -> [ReportPart] { rows.map(\.part) }
}
