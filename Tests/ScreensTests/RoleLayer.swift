import CellGrid

@testable import Screens

/// Which role each cell of a picture has, in few lines: rows that look alike are one line of
/// runs, `12a 3b`, of letters that the first lines explain.
enum RoleLayer {
    /// The layer of a model with its legend.
    static func text(of model: AppModel) -> String {
        let lines = render(model, theme: theme).canvas.styleLayer(letter)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let used = Set(lines.joined().map { Character($0.lowercased()) })
        var text = legend(of: used)
        var first = 0
        for row in lines.indices where row + 1 == lines.count || lines[row + 1] != lines[row] {
            text += first == row ? "\(row): " : "\(first)-\(row): "
            text += runs(lines[row]) + "\n"
            first = row + 1
        }
        return text
    }

    private static let letters = Array("abcdefghijklmnopqrstuvwxyzαβγδεζηθικλμνξοπρτυφχψω")

    /// Each role in a colour of its own, in front and behind.
    private static let theme = Theme(
        name: "roles",
        styles: Dictionary(
            uniqueKeysWithValues: ThemeRole.allCases.enumerated().map { place, role in
                let color = Color.palette(UInt8(place))
                return (role, Style(foreground: color, background: color))
            }
        )
    )

    private static func legend(of used: Set<Character>) -> String {
        zip(letters, ThemeRole.allCases).filter { used.contains($0.0) }
            .map { "\($0)=\($1.rawValue)" }.joined(separator: " ")
            + "\ncapitals: under the selection; ?: no role\n"
    }

    private static func letter(_ style: Style) -> Character {
        guard case .palette(let place) = style.foreground, letters.indices.contains(Int(place))
        else { return "?" }
        let letter = letters[Int(place)]
        let isSelected = style.background == theme[.selection].background
        return isSelected && style.background != style.foreground
            ? Character(letter.uppercased()) : letter
    }

    private static func runs(_ line: Substring) -> String {
        var runs: [(count: Int, letter: Character)] = []
        for letter in line {
            if runs.last?.letter == letter {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((1, letter))
            }
        }
        return runs.map { "\($0.count)\($0.letter)" }.joined(separator: " ")
    }
}
