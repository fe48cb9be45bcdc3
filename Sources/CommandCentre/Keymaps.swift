import CellGrid
package import CommandTable
import Commands
package import ConfigFiles
import Runtime
import Screens

/// The person's own keys, from the file beside their fleet file.
package enum Keymaps {
    /// The keys that a file gives, and what is wrong with it; the usual keys without a file.
    ///
    /// What is wrong is left out, the rest counts.
    package static func read(_ path: String) -> (keymap: Keymap, problems: [ConfigProblem]) {
        guard FileText.exists(path) else { return (.usual, []) }
        do throws(FileText.Failure) {
            return read(try FileText.read(path), file: path)
        } catch {
            let problem = ConfigProblem(
                file: path,
                line: 1,
                column: 1,
                message: error.message,
                isError: true
            )
            return (.usual, [problem])
        }
    }

    /// The keys that a text gives, and what is wrong with it.
    package static func read(
        _ text: String,
        file: String
    ) -> (keymap: Keymap, problems: [ConfigProblem]) {
        let rows = ScreenCommand.rows(with: Verbs.book)
        let (definition, found) = KeymapFile.read(
            text,
            file: file,
            commands: rows.map(\.name),
            sets: Keymap.setNames,
            isKey: { Key($0) != nil }
        )
        var keymap = definition.set.flatMap { Keymap(set: $0) } ?? .usual
        var problems = found
        for assignment in definition.assignments {
            var next = keymap
            next.give(assignment.command, assignment.keys)
            if next.dangerous(in: rows).contains(assignment.command) {
                problems.append(
                    problem(
                        "'\(assignment.command)' changes the log: it may not be on Ctrl and a letter",
                        assignment,
                        file
                    )
                )
            } else {
                keymap = next
            }
        }
        for clash in keymap.clashes(in: rows) {
            let given = definition.assignments.last { clash.owners.contains($0.command) }
            let owners = clash.owners.map { "'\($0)'" }.joined(separator: " and ")
            problems.append(
                problem(
                    "the key \(clash.key) means \(owners) (\(clash.place.title.lowercased())): "
                        + "give one of them another",
                    given,
                    file
                )
            )
        }
        problems.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        return (keymap, problems)
    }

    private static func problem(
        _ message: String,
        _ place: KeymapFile.Assignment?,
        _ file: String
    ) -> ConfigProblem {
        ConfigProblem(
            file: file,
            line: place?.line ?? 1,
            column: place?.column ?? 1,
            message: message,
            isError: true
        )
    }
}
