import EventStore
import IncidentLog
import Primitives
import SQLiteStore
import TestSupport
import Testing

/// A redacted text is nowhere any more, and everything else is as it was.
@Suite(.timeLimit(.minutes(15)))
struct RedactionTests {
    private static let secret = "s3cr3t-words"
    /// The samples that have a text, with the secret in its place.
    private static let secrets: [String: Event] = EventSamples.all.compactMapValues {
        $0.redacted(as: secret)
    }

    /// What the samples speak of.
    private static func before() -> [Event] {
        let names = [
            "incident.declared", "checklist.attached", "update.queued", "impact.opened",
            "signal.found", "signal.found-bare", "signal.maintenanceDeclared",
        ]
        return names.compactMap { EventSamples.all[$0] }
    }

    private static func fold(_ entries: [Entry]) -> LogState {
        var state = LogState()
        for entry in entries { state.apply(entry) }
        return state
    }

    private static func redact(
        _ entry: Entry,
        in log: any EventLog,
        _ state: inout LogState,
        number: Int
    ) async throws {
        let context = DecisionContext(now: Draft.start + .seconds(number), actor: Actor("Bo"))
        let command = Command.entry(.redact(entry, reason: "it is secret"))
        let decisions = try state.decide(command, in: context)
        let drafts = decisions.enumerated().map { offset, decision in
            Draft.of(decision.event, number + offset, incident: decision.incident)
        }
        for entry in try await log.append(drafts, expecting: state.sequence) { state.apply(entry) }
    }

    @Test(arguments: Engine.allCases, Self.secrets.keys.sorted())
    func `who had read the text knows as much as who never did`(
        engine: Engine,
        sample: String
    ) async throws {
        let event = try #require(Self.secrets[sample])
        try await engine.withLog { log in
            // In the place of its like, or behind all that it may speak of.
            var events = Self.before()
            let place = events.firstIndex { $0.name == event.name } ?? events.endIndex
            events.removeAll { $0.name == event.name }
            events.insert(event, at: place)
            let drafts = events.enumerated().map { Draft.of($1, $0) }
            var live = Self.fold(try await log.append(drafts, expecting: 0))
            let entry = try await log.all()[place]
            try await Self.redact(entry, in: log, &live, number: 50)
            let entries = try await log.all()
            let fresh = Self.fold(entries)
            #expect(live == fresh)
            #expect(!String(describing: entries).contains(Self.secret))
            #expect(!String(describing: live).contains(Self.secret))
            let redacted = entries[place]
            #expect(redacted.redaction?.text == "redacted by Ada: it is secret")
            #expect(redacted.payload == nil)
            #expect(redacted.event.name == event.name)
            var verifier = ChainVerifier(digest: sha256Hex)
            #expect(entries.compactMap { verifier.check($0) }.isEmpty)
        }
    }

    @Test
    func `the text is in no file, and the other program sees it go`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log")
        let one = try SQLiteEventLog(path: path, mode: .readWrite)
        let other = try SQLiteEventLog(path: path, mode: .readWrite)
        let long = String(repeating: "\(Self.secret) ", count: 900)
        let drafts = Self.before() + [.timeline(.noted(text: long))]
        var state = Self.fold(
            try await one.append(drafts.enumerated().map { Draft.of($1, $0) }, expecting: 0)
        )
        var theirs = Self.fold(try await other.all())
        let last = Int64(drafts.count)
        let line = try #require(try await one.all().last)
        try await Self.redact(line, in: one, &state, number: 50)
        let secret = Array(Self.secret.utf8)
        for name in try folder.names() where name.hasPrefix("log") {
            let bytes = try folder.bytes(name)
            let found = bytes.indices.contains { bytes[$0...].starts(with: secret) }
            #expect(!found, "\(name)")
        }
        // Whoever wants to redact it as well has not read on, and is then told.
        let again = Command.entry(.redact(line, reason: "me too"))
        let context = DecisionContext(now: Draft.start + .seconds(60), actor: Actor("Cleo"))
        let drafts2 = try theirs.decide(again, in: context).map { Draft.of($0.event, 60) }
        await #expect(throws: StoreError.conflict(lastSequence: last + 1)) {
            try await other.append(drafts2, expecting: theirs.sequence)
        }
        for entry in try await other.entries(after: theirs.sequence, limit: 99) {
            theirs.apply(entry)
        }
        #expect(throws: Refusal.self) { try theirs.decide(again, in: context) }
        #expect(theirs == state)
        await one.close()
        await other.close()
    }
}
