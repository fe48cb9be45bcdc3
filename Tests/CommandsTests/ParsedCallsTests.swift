import CommandTable
import FleetModel
import IncidentLog
import Primitives
import Testing

@testable import Commands

/// What a call was read as is kept by the call alone, never what it comes to.
struct ParsedCallsTests {
    private static let shelve = CommandCall("signal shelve").giving("id", ["a"])
        .giving("for", ["1h"]).giving("reason", ["r"])

    private static func situation(_ seconds: Int64, of fleet: Fleet? = nil) -> CommandSituation {
        CommandSituation(
            now: Timestamp(milliseconds: seconds * 1000),
            author: "ada",
            log: LogState(),
            fleet: fleet
        ) { _ in nil }
    }

    @Test func `the same call at another moment comes to something else`() throws {
        for seconds: Int64 in [0, 50, 0] {
            let until = Timestamp(milliseconds: (seconds + 3600) * 1000)
            let plan = try Verbs.book.read(Self.shelve, Self.situation(seconds))
            #expect(plan.commands == [.signal(.shelve("a", until: until, reason: "r"))])
        }
    }

    @Test func `a call that was refused goes through when there is what it names`() throws {
        let call = CommandCall("maintenance start").giving("nodes", ["a"]).giving("for", ["1h"])
            .giving("reason", ["r"])
        let fleet = Fleet(name: "prod", nodes: [Node(id: "a", probes: [])])
        for _ in 1...2 {
            #expect(throws: CommandProblem.self) {
                try Verbs.book.read(call, Self.situation(0))
            }
            #expect(try Verbs.book.read(call, Self.situation(0, of: fleet)).commands.count == 1)
        }
    }

    @Test func `each call is parsed once, whether it can be or not`() {
        let calls = ParsedCalls(limit: 10)
        var parsed: [CommandCall] = []
        func ask(_ call: CommandCall) -> ParsedCalls.Reading {
            calls.reading(of: call) {
                parsed.append(call)
                return call.typed.isEmpty
                    ? .success(UnpinEntry()) : .failure(CommandProblem("\(call.typed)"))
            }
        }
        let other = Self.shelve.giving("for", ["2h"])
        let (typed, otherwise) = (CommandCall("x", typed: ["a"]), CommandCall("x", typed: ["b"]))
        for _ in 1...3 {
            for call in [Self.shelve, other] {
                #expect(throws: Never.self) { try ask(call).get() }
            }
            for call in [typed, otherwise] {
                #expect(throws: CommandProblem("\(call.typed)")) { try ask(call).get() }
            }
        }
        #expect(parsed == [Self.shelve, other, typed, otherwise])
    }

    @Test func `no more calls are kept than may be`() {
        let calls = ParsedCalls(limit: 10)
        for number in 1...95 {
            _ = calls.reading(of: CommandCall("x", typed: ["\(number)"])) { .success(UnpinEntry()) }
            #expect(calls.count <= 10)
        }
    }
}
