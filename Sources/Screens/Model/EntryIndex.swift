import FleetModel
import IncidentLog
import Primitives

/// Which entries of the log are held, and how far the log was known: as long as this is the same,
/// so is what follows from them.
struct EntriesMark: Hashable, Sendable {
    var count = 0
    var first: EntryID?
    var last: EntryID?
    var sequence: Int64 = 0
}

/// The places of the entries held by what they tell of, for what is told of one row of a list:
/// neither a frame nor a key must go through the log.
struct EntryIndex: Sendable {
    /// What an entry tells of.
    enum Subject: Hashable, Sendable {
        /// A signal of this name, of whatever fleet.
        case signal(SignalID)
        case step(StepID, of: IncidentID?)
        case party(PartyID)
        case change(ChangeID)
        /// What people did in an incident.
        case people(in: IncidentID)
    }

    private(set) var mark = EntriesMark()
    private var places: [Subject: [Int]] = [:]

    /// Follows the entries held: those that came behind the known ones are added.
    mutating func follow(_ entries: [Entry], _ new: EntriesMark) {
        guard new != mark else { return }
        let known = mark.count
        let goesOn =
            known > 0 && known <= entries.count && entries[0].id == mark.first
            && entries[known - 1].id == mark.last
            && !entries[known...].contains { $0.removal != nil }
        if !goesOn { places = [:] }
        for place in (goesOn ? known : 0)..<entries.count {
            for subject in entries[place].subjects { places[subject, default: []].append(place) }
        }
        mark = new
    }

    /// The places of the entries that tell of something, the oldest first.
    func places(of subject: Subject) -> [Int] { places[subject] ?? [] }
}

extension AppModel {
    /// See `EntriesMark`.
    var entriesMark: EntriesMark {
        EntriesMark(
            count: entries.count,
            first: entries.first?.id,
            last: entries.last?.id,
            sequence: log.sequence
        )
    }

    /// Follows the entries held while a screen tells of them.
    mutating func indexEntries() {
        if shown.detail != nil { entryIndex.follow(entries, entriesMark) }
    }

    /// The last entries that tell of something, the oldest first.
    func entries(
        about subject: EntryIndex.Subject,
        last limit: Int,
        where isMeant: (Entry) -> Bool = { _ in true }
    ) -> [Entry] {
        var index = entryIndex
        index.follow(entries, entriesMark)
        let found = index.places(of: subject).lazy.reversed().map { entries[$0] }.filter(isMeant)
        return found.prefix(limit).reversed()
    }
}

extension Entry {
    /// What it tells of.
    fileprivate var subjects: [EntryIndex.Subject] {
        var subjects: [EntryIndex.Subject] = []
        if let incident, actor.kind != .automatic { subjects.append(.people(in: incident)) }
        switch event {
        case .signal(.suppressed(let findings, let suppressor)):
            var signals = Set(findings.map(\.id))
            if case .signal(let cause) = suppressor { signals.insert(cause) }
            subjects += signals.map { .signal($0) }
        case .signal(let event):
            subjects += event.signals.map { .signal($0) }
        case .checklist(let event):
            if let step = event.step { subjects.append(.step(step, of: incident)) }
        case .impact(let event): subjects.append(.party(event.party))
        case .change(let event): subjects.append(.change(event.change))
        case .incident, .timeline, .role, .task, .advice, .clock, .attendance, .update, .delivery,
            .fleet, .watch, .log, .policy, .baseline, .unknown:
            break
        }
        return subjects
    }
}
