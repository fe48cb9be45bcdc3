import Logging
import Primitives
import Screens
import TestSupport
import Testing

@testable import CommandCentre
@testable import Runtime

/// What was typed, kept beyond the end and the death of the program.
struct DraftFolderTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("log.sqlite")
    }

    private let line = Draft(.line("INC-0001"), ["half a\nthought"])
    private let update = Draft(.init("INC-0001", "update"), ["text", "30m", "discord"])

    private func open(_ name: String, _ logger: Logger = .unheard) -> DraftFolder {
        DraftFolder(store: store, name: name, logger: logger)
    }

    @Test func `what a screen left is taken over by the next, once`() throws {
        let first = open("a")
        #expect(first.takeOver().isEmpty)
        #expect(first.finish([line, update]) == nil)
        let second = open("b")
        #expect(second.takeOver() == [line, update])
        #expect(open("c").takeOver().isEmpty)
        // What was taken over and not touched is left again.
        #expect(second.finish([line, update]) == nil)
        #expect(open("d").takeOver() == [line, update])
    }

    @Test func `what a screen keeps is on the disk while it is open, for the owner alone`() throws {
        let screen = open("a")
        screen.keep([line])
        screen.keep([line, update])
        // Writing is one after the other: this waits for what was asked for before.
        #expect(screen.finish([update]) == nil)
        #expect(try folder.mode("log.sqlite.drafts/a.json") == 0o600)
        #expect(try folder.mode("log.sqlite.drafts/a.lock") == 0o600)
        #expect(try folder.mode("log.sqlite.drafts") == 0o700)
        #expect(open("b").takeOver() == [update])
    }

    @Test func `two open screens leave one another alone`() throws {
        let first = open("a")
        #expect(first.takeOver().isEmpty)
        #expect(first.finish([]) == nil)
        first.keep([line])
        let living = open("b")
        _ = living.takeOver()
        living.keep([update])
        withExtendedLifetime(first) {
            #expect(first.finish([line]) == nil)
        }
        #expect(living.finish([update]) == nil)
        #expect(open("c").takeOver() == [line, update].sorted { $0.key < $1.key })
    }

    @Test func `without drafts nothing is left behind`() throws {
        let screen = open("a")
        screen.keep([line])
        #expect(screen.finish([]) == nil)
        #expect(try folder.names().isEmpty)
    }

    @Test func `damaged files are passed over and what cannot be written is told once`() throws {
        try FileText.write("{", to: store + ".drafts/x.json")
        try FileText.write("", to: store + ".drafts/x.lock")
        #expect(open("a").takeOver().isEmpty)
        try FileText.write("in the way", to: store + ".drafts")
        let problems = ProblemLog(clock: RealClock())
        let screen = open("b", problems.logger("drafts"))
        #expect(screen.finish([line])?.contains("log.sqlite.drafts") == true)
        #expect(screen.finish([line]) != nil)
        #expect(problems.problems.map(\.count) == [1])
    }
}
