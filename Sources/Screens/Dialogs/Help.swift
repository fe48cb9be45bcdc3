import CellGrid
import CommandTable

/// What the keys do where the person is, narrowed by what is typed: words, or a key.
package struct Help: Equatable, Sendable {
    /// What is typed.
    package var editor = LineEditor()
    /// The line under the cursor.
    package var selection = 0
    /// What is listed, for what is typed.
    var lines: [Line] = []

    /// One line of the help.
    enum Line: Equatable, Sendable {
        case heading(String)
        /// A command by its name, with its keys in that place.
        case command(String, keys: String, place: String)
        /// A mark of the screen, and what it says.
        case mark(String, String)
        case blank
    }

    /// The first line shown.
    func first(in list: Rect) -> Int {
        ScreenList.firstRow(selection: selection, count: lines.count, height: list.height)
    }

    /// The command under the cursor, by its name.
    var command: String? {
        guard lines.indices.contains(selection), case .command(let name, _, _) = lines[selection]
        else { return nil }
        return name
    }

    /// The nearest line to a place that says something, on the way that a step leads or else back.
    func line(from place: Int, by step: Int) -> Int {
        let said = lines.indices.filter { !isHeading(lines[$0]) }
        let next = step < 0 ? said.last { $0 <= place } : said.first { $0 >= place }
        return next ?? (step < 0 ? said.first : said.last) ?? 0
    }

    private func isHeading(_ line: Line) -> Bool {
        switch line {
        case .heading, .blank: true
        case .command, .mark: false
        }
    }
}
