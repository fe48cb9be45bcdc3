import CellGrid
import Glibc
import IncidentCore

/// What is written for people and for machines.
enum Output {
    /// Whether standard output is a terminal.
    static let isTerminal = isatty(1) == 1
    /// Whether standard error is a terminal.
    static let isErrorTerminal = isatty(2) == 1

    /// Writes a line of our own making to standard output.
    static func line(_ text: String = "") {
        write(text + "\n", to: 1)
    }

    /// Writes a problem to standard error.
    static func complain(_ text: String, prefix: String = "tocsin: ") {
        write(prefix + text + "\n", to: 2)
    }

    /// Shows how far long work has come, on a terminal only; an empty text takes it away.
    static func progress(_ text: String) {
        guard isErrorTerminal else { return }
        write("\r\u{1B}[K" + text, to: 2)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                // The reader went away; nobody is left to write for.
                if errno == EPIPE { Glibc.exit(0) }
                return
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// A table for people: columns as wide as their widest cell, foreign text made safe.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []

    init(_ headings: String...) {
        self.headings = headings
    }

    mutating func add(_ cells: String...) {
        rows.append(cells.map { SafeText.clean($0) })
    }

    /// Writes the table; nothing but `empty` when it has no rows.
    func show(empty: String) {
        guard !rows.isEmpty else {
            Output.line(empty)
            return
        }
        // A column that nobody has anything in only takes room.
        let filled = headings.indices.filter { column in
            rows.contains { !["", "-"].contains($0[column]) }
        }
        let all = ([headings] + rows).map { row in filled.map { row[$0] } }
        let widths = filled.indices.map { column in
            all.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        for row in all {
            var text = ""
            for (column, cell) in row.enumerated() {
                let isLast = column == row.count - 1
                text +=
                    isLast ? cell : DisplayWidth.pad(cell, to: widths[column], alignment: .leading)
                if !isLast { text += "  " }
            }
            Output.line(text)
        }
    }
}

/// A JSON text under construction; keys keep the order in which they are set.
struct JSONText: CustomStringConvertible {
    private(set) var description: String

    private init(raw: String) {
        description = raw
    }

    static func object(_ members: [(String, JSONText?)]) -> JSONText {
        let parts = members.compactMap { name, value in
            value.map { "\(quoted(name)):\($0.description)" }
        }
        return JSONText(raw: "{" + parts.joined(separator: ",") + "}")
    }

    static func array(_ elements: [JSONText]) -> JSONText {
        JSONText(raw: "[" + elements.map(\.description).joined(separator: ",") + "]")
    }

    static func text(_ value: String) -> JSONText { JSONText(raw: quoted(value)) }

    static func text(_ value: String?) -> JSONText? { value.map { text($0) } }

    static func number(_ value: Double) -> JSONText {
        guard value.isFinite else { return JSONText(raw: "null") }
        let whole = value.rounded() == value && abs(value) < 1e15
        return JSONText(raw: whole ? String(Int64(value)) : String(value))
    }

    static func number(_ value: Int) -> JSONText { JSONText(raw: String(value)) }

    static func flag(_ value: Bool) -> JSONText { JSONText(raw: value ? "true" : "false") }

    static func time(_ value: Timestamp?) -> JSONText? { value.map { text($0.description) } }

    /// A text that is JSON already.
    static func raw(_ json: String) -> JSONText { JSONText(raw: json) }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
