import ArgumentParser
import CommandTable
import Commands
import FoundationEssentials
import IncidentLog
import Primitives
import Testing

/// The definitions keep their promises.
struct VerbTests {
    @Test func `no two commands have one name, and each is a group and a word`() {
        let names = Verbs.all.map { $0.row.name }
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.split(separator: " ").count == 2, "\(name)") }
    }

    @Test func `every row has words for keys, help and forms`() {
        for row in Verbs.book.rows {
            #expect(!row.title.isEmpty && !row.abstract.isEmpty, "\(row.name)")
            #expect(row.form != nil, "\(row.name)")
            for binding in row.bindings { #expect(!binding.keys.isEmpty, "\(row.name)") }
            for argument in row.arguments where argument.fill == .choice {
                #expect(row.form?.choice.isEmpty == false, "\(row.name)")
            }
        }
    }

    @Test func `the arguments of every row are those that its parser reads`() throws {
        for verb in Verbs.all {
            let row = verb.row
            let parsed = try Self.arguments(of: verb)
            #expect(Set(row.arguments.map(\.name)) == Set(parsed.map(\.key)), "\(row.name)")
            for argument in row.arguments {
                guard let known = parsed.first(where: { $0.key == argument.name }) else { continue }
                #expect(known.kind == "\(argument.place)", "\(row.name) \(argument.name)")
                #expect(known.isOptional == !argument.isRequired, "\(row.name) \(argument.name)")
            }
            let bare = row.arguments.filter { $0.place == .positional }.map(\.name)
            #expect(bare == parsed.filter { $0.kind == "positional" }.map(\.key), "\(row.name)")
        }
    }

    @Test(arguments: ["-x", "--reason", "two words", "a=b", "'quoted'", "ends in --", "-15m"])
    func `no text of a form is taken for an option`(text: String) throws {
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        let situation = CommandSituation(now: now, author: "ada", log: LogState(), fleet: nil) {
            _ in nil
        }
        let line = CommandCall("log add").giving("words", [text])
        #expect(try Verbs.book.read(line, situation).commands == [.entry(.note(nil, text: text))])
        let shelve = CommandCall("signal shelve").giving("id", [text]).giving("for", ["1h"])
            .giving("reason", [text])
        #expect(
            try Verbs.book.read(shelve, situation).commands == [
                .signal(.shelve(SignalID(text), until: now + .seconds(3600), reason: text))
            ]
        )
    }

    // MARK: What the parser knows

    private struct Known: Decodable {
        let kind: String
        let isOptional: Bool
        let names: [Name]?
        let valueName: String?

        struct Name: Decodable {
            let name: String
        }

        var key: String { names?.first?.name ?? valueName ?? "" }
    }

    private struct Whole: Decodable {
        let command: Body

        struct Body: Decodable {
            let arguments: [Known]?
        }
    }

    private static func arguments<V: Verb>(of verb: V.Type) throws -> [Known] {
        let whole = try JSONDecoder().decode(Whole.self, from: Data(V._dumpHelp().utf8))
        return (whole.command.arguments ?? []).filter { argument in
            argument.names?.contains { $0.name == "help" } != true
        }
    }
}
