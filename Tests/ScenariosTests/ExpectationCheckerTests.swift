import IncidentLog
import Primitives
import Testing

@testable import Scenarios

struct ExpectationCheckerTests {
    private let origin = Timestamp(seconds: 1_000_000)

    private func minute(_ count: Int64) -> Timestamp { origin + .seconds(count * 60) }

    private func result(
        _ claim: ScenarioExpectation.Claim,
        _ events: [(Int64, Event)]
    ) throws -> ExpectationResult {
        var book = ExpectationChecker([ScenarioExpectation(name: "it holds", claim: claim)])
        for (index, (at, event)) in events.enumerated() {
            book.observe(
                Entry.plain(
                    Int64(index + 1),
                    Decision(IncidentID(number: 1), event),
                    by: .tocsin,
                    at: minute(at)
                )
            )
        }
        return try #require(book.results(at: minute(100)).first)
    }

    private func raised(_ signal: SignalID, at: Int64) -> (Int64, Event) {
        (
            at,
            .signal(
                .raised(
                    signal: signal,
                    priority: .warning,
                    text: "x",
                    node: nil,
                    since: minute(at)
                )
            )
        )
    }

    private func report(_ party: PartyID, at: Int64) -> (Int64, Event) {
        (at, .timeline(.reported(party: party, text: "x")))
    }

    @Test(arguments: [(5 as Int64, true), (11, false)])
    func `a signal counts only inside its window`(at: Int64, holds: Bool) throws {
        let window = ScenarioExpectation.Window(after: minute(1), before: minute(10))
        let result = try result(.raised(["a/x"], window), [raised("a/x", at: at)])
        #expect(result.held == holds)
        #expect(result.detail.hasPrefix(holds ? "a/x at " : "a/x only at "))
    }

    @Test func `a signal of several nodes is raised for each of them`() throws {
        let group = Finding(
            id: "a",
            kind: .check,
            priority: .warning,
            text: "x",
            nodes: ["x", "y"],
            since: minute(1)
        )
        let grown = SignalEvent.changed(
            signal: "a",
            priority: .warning,
            text: "x",
            nodes: ["x", "y", "z"],
            evidence: [],
            isFlapping: false
        )
        let events = [(Int64(1), Event.signal(.found(finding: group))), (20, .signal(grown))]
        let early = ScenarioExpectation.Window(before: minute(10))
        #expect(try result(.raised(["a/x", "a/y"], early), events).held)
        #expect(try result(.raised(["a/z"], early), events).held == false)
        #expect(try result(.neverRaised(["a/z"], early), events).held)
        #expect(try result(.neverRaised(["a/x"], early), events).held == false)
    }

    @Test func `every signal of a list must be raised`() throws {
        let result = try result(
            .raised(["a/x", "a/y"], .init()),
            [raised("a/x", at: 1)]
        )
        #expect(!result.held)
        #expect(result.detail == "a/y never")
    }

    @Test(arguments: [(1 as Int64, 2 as Int64, true), (2, 1, false)])
    func `a signal must come before the report`(signal: Int64, told: Int64, holds: Bool) throws {
        let events = [raised("a/x", at: signal), report("p", at: told)].sorted { $0.0 < $1.0 }
        #expect(try result(.raisedBeforeReport(["a/x"], "p"), events).held == holds)
    }

    @Test func `a step that passed too early breaks a claim that it did not`() throws {
        let passed: (Int64, Event) = (
            3,
            .checklist(.passed(step: "s", evidence: nil, automatic: true, overrides: false))
        )
        #expect(try !result(.notPassed("s", .init(before: minute(5))), [passed]).held)
        #expect(try result(.notPassed("s", .init(before: minute(2))), [passed]).held)
        #expect(try result(.passed("s", .init(after: minute(2))), [passed]).held)
        #expect(try !result(.regressed("s", .init()), [passed]).held)
    }

    @Test func `an impact is judged by both ends, its length and its cause`() throws {
        let opened = Event.impact(
            .opened(party: "p", kind: "down", from: minute(10), cause: .mitigation)
        )
        let closed = Event.impact(.closed(party: "p", to: minute(70)))
        var claim = ScenarioExpectation.ImpactClaim(
            from: .init(after: minute(9), before: minute(11))
        )
        claim.to = .init(after: minute(60))
        claim.cause = .mitigation
        claim.atLeast = .seconds(3600)
        #expect(try result(.impact("p", claim), [(12, opened), (71, closed)]).held)
        #expect(try !result(.impact("p", claim), [(12, opened)]).held)
        claim.atLeast = .seconds(3601)
        #expect(try !result(.impact("p", claim), [(12, opened), (71, closed)]).held)
    }

    @Test func `a residual impact, a resolution and an untouched fact are found`() throws {
        let opened = Event.impact(
            .opened(party: "p", kind: "down", from: minute(1), cause: .original)
        )
        let accepted = Event.impact(.acceptedAsResidual(party: "p", reason: "later"))
        #expect(try result(.residual("p"), [(1, opened), (2, accepted)]).held)
        #expect(try !result(.residual("p"), [(1, opened)]).held)
        let resolved = Event.incident(
            .statusChanged(from: .monitoring, to: .resolved, reason: nil)
        )
        #expect(try result(.status(.resolved), [(1, resolved)]).held)
        let first = Event.fleet(.factChanged(node: "n", fact: .runtime, from: [], to: ["a-1"]))
        let second = Event.fleet(
            .factChanged(node: "n", fact: .runtime, from: ["a-1"], to: ["a-2"])
        )
        #expect(try result(.unchanged(.runtime), [(1, first)]).held)
        #expect(try !result(.unchanged(.runtime), [(1, first), (2, second)]).held)
    }

    @Test func `an update counts when every channel has taken it`() throws {
        let queued = Event.update(
            .queued(number: 1, text: "x", channels: ["a", "b"], nextDue: nil)
        )
        let one = Event.update(.delivered(number: 1, channel: "a", receipt: "r", attempt: 1))
        let other = Event.update(.delivered(number: 1, channel: "b", receipt: "r", attempt: 2))
        #expect(try result(.updates(1), [(1, queued), (1, one), (2, other)]).held)
        let missing = try result(.updates(1), [(1, queued), (1, one)])
        #expect(!missing.held)
        #expect(missing.detail == "#1 not delivered on b")
    }
}

struct CallBodyTests {
    @Test func `the id comes back as it was sent and nested parameters are passed over`() {
        let body = #"{"params":[["/ip4/1.2.3.4"],{"a":"]"},"0xab",7],"id":"q-1","method":"m"}"#
        #expect(
            CallBody(parsing: Array(body.utf8))
                == .single(
                    CalledMethod(
                        name: "m",
                        id: "\"q-1\"",
                        parameters: [#"["/ip4/1.2.3.4"]"#, #"{"a":"]"}"#, "0xab", "7"]
                    )
                )
        )
    }

    @Test(arguments: [
        "", "{", "[]x", "{\"id\":1}", "nonsense", "{\"method\":}", "[{\"method\":\"a\"}",
    ])
    func `what is no call is unreadable`(body: String) {
        #expect(CallBody(parsing: Array(body.utf8)) == .unreadable)
    }
}
