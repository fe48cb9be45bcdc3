import CommandTable
import Commands
import FoundationEssentials
import Screens
import Testing

/// What the screen can do, a script can do, and the other way round.
struct VerbCoverageTests {
    /// Commands of the command line that the screen has no command for, and why.
    private static let onlyForScripts: [String: String] = [
        "open": "it is the screen",
        "completions": "for shells", "docs man": "for the installation",
        "fleet watch": "the screen watches all the time",
        "fleet check": "an exit code for scripts",
        "fleet status": "the fleet pane",
        "fleet history": "the plots of a node",
        "log list": "the pane of the log",
        "log verify": "of the file, beside a running screen",
        "log recover": "before a screen opens",
        "incident show": "the first screen",
        "metrics": "a report for those who look back",
        "incident metrics": "a report for those who look back",
        "incident brief": "the screen of an incident", "task list": "the screen of an incident",
        "role list": "the screen of an incident", "clock list": "the screen of an incident",
        "watch show": "the screen of an incident", "advice list": "the screen of an incident",
        "advice uptake": "a report for those who look back",
        "log run": "its output would need the terminal",
        "step list": "the checklist pane", "impact list": "the parties pane",
        "step matrix": "the checklist pane", "impact totals": "the parties pane",
        "signal top": "a report for those who write rules",
        "delivery list": "the screen of updates",
        "change status": "the screen of changes", "change show": "the screen of a change",
        "change example": "of a file that is being written",
        "poll board": "on the screen of changes", "poll check": "an exit code for scripts",
        "update preview": "the question before an update is sent",
        "maintenance list": "above the list of signals",
        "policy check": "the versions of the fleet pane",
        "policy list": "the choice before an exception is approved",
        "baseline diff": "the lines of a node", "baseline verify": "an exit code for scripts",
        "config check": "of a file that is being written",
        "config keys": "of a file that is being written",
        "config example": "of a file that is being written",
        "drill list": "the choice of the welcome screen",
        "drill from": "makes a file for other people",
        "drill join": "opens the screen itself",
        "replay": "a screen of its own, of a past incident",
        "theme preview": "shown while one chooses on the screen",
        "theme check": "of a file that is being written", "doctor": "of the installation",
        "snapshot": "the screen itself, for files and pipes",
        "channel list": "of the fleet file", "channel test": "of the fleet file",
        "heartbeat": "for jobs of a machine",
    ]

    @Test(.timeLimit(.minutes(15)))
    func `every command of the screen is one of the command line and the other way round`()
        async throws
    {
        let program = try Program()
        let text = try await program.good("--experimental-dump-help")
        let leaves = Set(try Whole(text).command.leaves(below: []))
        let rows = ScreenCommand.rows(with: Verbs.book)
        let named = Set(
            rows.compactMap { row -> String? in
                guard let line = row.commandLine else { return nil }
                let words = line.split(separator: " ").prefix { !$0.contains { $0.isUppercase } }
                return words.filter { !$0.hasPrefix("-") }.joined(separator: " ")
            }
        )
        for name in named { #expect(leaves.contains(name), "the screen names 'tocsin \(name)'") }
        for leaf in leaves where !named.contains(leaf) {
            #expect(Self.onlyForScripts[leaf] != nil, "the screen has nothing for \(leaf)")
        }
        for row in rows where row.commandLine == nil {
            #expect(ScreenCommand(rawValue: row.name) != nil, "\(row.name)")
        }
    }

    private struct Whole: Decodable {
        let command: Body

        init(_ text: String) throws {
            self = try JSONDecoder().decode(Whole.self, from: Data(text.utf8))
        }

        struct Body: Decodable {
            let commandName: String
            let subcommands: [Body]?

            func leaves(below path: [String]) -> [String] {
                (subcommands ?? []).filter { $0.commandName != "help" }.flatMap { body in
                    let inner = path + [body.commandName]
                    return body.subcommands?.isEmpty == false
                        ? body.leaves(below: inner) : [inner.joined(separator: " ")]
                }
            }
        }
    }
}
