import Monitoring
import CellGrid
import Commands
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// A long log: the screen holds its end and asks for older pages.
struct PastTests {
    private let all: [Entry]
    private let log: LogState

    /// How many entries the screen is given at the start.
    private static let given = 100

    /// The log that all tests of this suite begin with, made once.
    private static let past = Result { try written() }

    init() throws {
        (all, log) = try Self.past.get()
    }

    /// Two incidents: an old one with a few lines, and a long new one; the fleet's own log between.
    private static func written() throws -> (entries: [Entry], log: LogState) {
        var story = Story(width: 120, height: 40)
        try story.declare("old", .sev1)
        for number in 1...30 {
            try story.perform(.entry(.note("INC-0001", text: "old line \(number).")))
        }
        try story.declare("new", .sev2)
        for number in 1...1400 {
            let id: IncidentID? = number.isMultiple(of: 5) ? nil : "INC-0002"
            try story.perform(.entry(.note(id, text: "line \(number).")))
            // Each time that passes has the screen judge its commands anew.
            if number.isMultiple(of: 50) { story.wait(.seconds(50)) }
        }
        return (story.model.entries, story.model.log)
    }

    /// A screen that was just opened on the log.
    private func open(screen height: Int = 40, _ log: LogState? = nil) -> (AppModel, [Effect]) {
        var model = AppModel(
            fleet: Story.waku,
            book: Verbs.book,
            operatorName: "hanno",
            now: Story.start + .seconds(2000),
            size: (120, height),
            reading: .underWay
        )
        var effects = model.update(.entries(all.suffix(Self.given), log ?? self.log))
        effects += model.update(.log(.done))
        return (model, effects)
    }

    private func page(_ query: EntryQuery, _ limit: Int) -> [Entry] {
        let found = all.filter(query.matches).sorted {
            query.isInOrder(EntryQuery.Place($0), EntryQuery.Place($1))
        }
        return Array(found.prefix(limit))
    }

    /// Answers what the screen asks for until it asks for nothing more; returns what it asked for.
    private func answer(_ model: inout AppModel, _ effects: [Effect]) -> [PastRequest] {
        var asked: [PastRequest] = []
        var effects = effects
        while let request = requests(effects).first {
            asked.append(request)
            switch request {
            case .page(let query, let limit):
                effects = model.update(.past(request, page(query, limit)))
            case .entry(let number):
                effects = model.update(.past(request, all.filter { $0.sequence == number }))
            case .search: effects = model.update(.past(request, []))
            }
        }
        return asked
    }

    private func requests(_ effects: [Effect]) -> [PastRequest] {
        effects.compactMap { effect in
            if case .ask(.loadEntries(let request)) = effect { return request }
            return nil
        }
    }

    private func press(_ model: inout AppModel, _ keys: String...) -> [Effect] {
        keys.compactMap { Key($0) }.flatMap { model.update(.input(.key($0))) }
    }

    private func type(_ model: inout AppModel, _ text: String) {
        for character in text { _ = model.update(.input(.key(Key(character)))) }
    }

    private func text(_ model: AppModel) -> String { render(model, theme: .plain).canvas.text() }

    /// Shows the newer incident, and gives the keys to its log.
    private func showNew(_ model: inout AppModel) -> [Effect] {
        model.showIncident("INC-0002")
        model.focus = .log
        model.isZoomed = true
        return model.update(.clock(model.now))
    }

    @Test func `an incident whose lines are not at hand is asked for at once`() throws {
        var (model, effects) = open()
        #expect(model.incidentID == "INC-0001")
        #expect(requests(effects).count == 1)
        #expect(!text(model).contains("old line 30."))
        #expect(text(model).contains("reading older lines…"))
        _ = answer(&model, effects)
        model.focus = .log
        for _ in 0..<20 { _ = answer(&model, press(&model, "PageUp")) }
        #expect(text(model).contains("declared SEV1: old"))
        #expect(!text(model).contains("reading older lines…"))
    }

    @Test func `scrolling up reads page after page, to the first line`() throws {
        var (model, effects) = open()
        _ = answer(&model, effects)
        effects = showNew(&model)
        #expect(text(model).contains("line 1400."))
        #expect(model.entries.count < 700)
        var asked: [PastRequest] = []
        for _ in 0..<100 {
            effects = press(&model, "PageUp")
            asked += answer(&model, effects)
        }
        #expect(asked.count == 3)
        #expect(text(model).contains("declared SEV2: new"))
        // Every line once, in order.
        let shown = model.entries.filter(model.logShows).map(\.sequence)
        #expect(shown == all.filter { $0.incident != "INC-0001" }.map(\.sequence))
        // Back at the end, nothing is asked for.
        #expect(requests(press(&model, "End")).isEmpty)
    }

    @Test func `the screen of a node reads back as far as the screen holds entries`() throws {
        var (model, effects) = open()
        _ = answer(&model, effects)
        effects = press(&model, "Enter")
        _ = try #require(model.screen.node)
        _ = answer(&model, effects)
        #expect(model.entries.count == all.count)
        #expect(model.past.allFrom == nil)
    }

    @Test func `a page for an incident that is not shown any more is passed over`() throws {
        var (model, effects) = open()
        let old = try #require(requests(effects).first)
        guard case .page(let query, let limit) = old else { return }
        #expect(requests(showNew(&model)).isEmpty)
        effects = model.update(.past(old, page(query, limit)))
        #expect(model.entries.count == Self.given)
        for _ in 0..<3 { effects += press(&model, "PageUp") }
        let next = try #require(requests(effects).first)
        #expect(next != old)
        _ = answer(&model, effects)
        #expect(model.entries.count > Self.given)
        #expect(model.entries.allSatisfy { $0.incident != "INC-0001" })
    }

    @Test func `what cannot be read is asked for again only after a key`() throws {
        var (model, effects) = open()
        let request = try #require(requests(effects).first)
        effects = model.update(.past(request, nil)) + model.update(.clock(model.now))
        #expect(requests(effects).isEmpty)
        #expect(text(model).contains("older lines could not be read"))
        #expect(requests(press(&model, "Tab")) == [request])
    }

    @Test func `what was redacted while a page was read does not come to the screen`() throws {
        var (model, effects) = open()
        let request = try #require(requests(effects).first)
        guard case .page(let query, let limit) = request else { return }
        let page = page(query, limit)
        let secret = try #require(page.first { $0.sequence == 6 })
        var state = log
        let redaction = try redaction(of: secret, &state)
        _ = model.update(.entries([redaction], state))
        effects = model.update(.past(request, page))
        // It is read once more.
        #expect(requests(effects) == [request])
        let removal = try #require(redaction.removal)
        let clean = page.map {
            $0.id == secret.id ? $0.redacted(removal.redaction, kept: removal.kept) : $0
        }
        _ = model.update(.past(request, clean))
        let held = try #require(model.entries.first { $0.sequence == 6 })
        #expect(held.payload == nil)
        #expect(!"\(held)".contains("old line 4."))
    }

    private func redaction(of secret: Entry, _ state: inout LogState) throws -> Entry {
        let context = DecisionContext(now: Story.start + .seconds(3000), actor: Actor("hanno"))
        let decision = try #require(
            try state.decide(.entry(.redact(secret, reason: "a secret")), in: context).first
        )
        let entry = Entry(
            sequence: state.sequence + 1,
            draft: EntryDraft(
                id: "R1",
                incident: decision.incident,
                device: "test",
                actor: context.actor,
                occurredAt: context.occurredAt,
                recordedAt: context.now,
                event: decision.event
            ),
            payload: "{}",
            payloadDigest: "",
            previousHash: "",
            hash: ""
        )
        state.apply(entry)
        return entry
    }

    @Test func `a redacted entry that is not at hand is passed over`() throws {
        var (model, _) = open()
        var state = log
        let redaction = try redaction(of: try #require(all.first { $0.sequence == 6 }), &state)
        _ = model.update(.entries([redaction], state))
        #expect(model.entries.count == Self.given + 1)
        #expect(text(model).contains("INC-0001"))
    }

    @Test func `a command that names an entry out of sight reads it and goes on`() throws {
        var (model, effects) = open()
        _ = answer(&model, effects)
        let note = try #require(all.first { $0.incident == "INC-0002" && $0.sequence > 40 })
        let number = note.sequence
        #expect(!model.entries.contains(note))
        _ = press(&model, ":")
        type(&model, "log pin \(number)")
        effects = press(&model, "Enter")
        #expect(requests(effects) == [.entry(number)])
        #expect(text(model).contains("reading entry \(number)…"))
        effects = model.update(.past(.entry(number), [note]))
        #expect(effects.contains { isPin($0, of: number) })
        #expect(model.dialog == nil)
    }

    private func isPin(_ effect: Effect, of number: Int64) -> Bool {
        if case .ask(.run(.entry(.pin(let entry)), _)) = effect { return entry.sequence == number }
        return false
    }

    @Test func `what is new goes below the page, and who reads further up is not moved`() throws {
        var (model, effects) = open()
        _ = answer(&model, effects)
        _ = showNew(&model)
        _ = press(&model, "PageUp", "PageUp")
        let before = text(model).split(separator: "\n").dropFirst(3).first
        var state = log
        let secret = try #require(all.last)
        _ = model.update(.entries([try redaction(of: secret, &state)], state))
        #expect(text(model).split(separator: "\n").dropFirst(3).first == before)
        #expect(model.log.sequence == log.sequence + 1)
    }
}
