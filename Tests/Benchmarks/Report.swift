import CellGrid
import Glibc

/// Writes figures for people and for programs.
enum Report {
    /// A section as a table.
    static func text(_ section: Section) -> String {
        let headings = ["figure", "measured", "unit", "budget", "verdict", "note"]
        let rows = section.figures.map { figure in
            [
                figure.name, Figure.text(figure.value), figure.unit,
                figure.budget.map { "\($0.sign) \(Figure.text($0.limit))" } ?? "",
                figure.verdict, figure.note,
            ]
        }
        let all = [headings] + rows
        let widths = headings.indices.map { column in
            all.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        var lines = ["== \(section.name): \(section.method)"]
        for row in all {
            var line = row.enumerated().map { column, cell in
                let isNumber = column == 1 || column == 3
                return DisplayWidth.pad(
                    cell,
                    to: widths[column],
                    alignment: isNumber ? .trailing : .leading
                )
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            lines.append(line)
        }
        return (lines + section.remarks.map { "-- \($0)" }).joined(separator: "\n") + "\n\n"
    }

    /// All sections as one JSON text.
    static func json(_ sections: [Section]) -> String {
        let figures = sections.flatMap { section in
            section.figures.map { json($0, of: section.name) }
        }
        let remarks = sections.flatMap(\.remarks).map(quoted)
        return "{\"figures\":[\n" + figures.joined(separator: ",\n") + "\n],\"remarks\":["
            + remarks.joined(separator: ",") + "]}\n"
    }

    private static func json(_ figure: Figure, of section: String) -> String {
        var members = [
            "\"section\":\(quoted(section))", "\"figure\":\(quoted(figure.name))",
            "\"value\":\(figure.value.isFinite ? String(figure.value) : "null")",
            "\"unit\":\(quoted(figure.unit))",
        ]
        switch figure.budget {
        case .atMost(let limit): members.append("\"atMost\":\(limit)")
        case .atLeast(let limit): members.append("\"atLeast\":\(limit)")
        case nil: break
        }
        if let isMet = figure.isMet { members.append("\"met\":\(isMet)") }
        if !figure.note.isEmpty { members.append("\"note\":\(quoted(figure.note))") }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for character in SafeText.clean(text) {
            if character == "\"" || character == "\\" { result += "\\" }
            result.append(character)
        }
        return result + "\""
    }

    /// Writes text to a descriptor, all of it.
    static func write(_ text: String, to descriptor: Int32 = 1) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
