import IncidentLog
import Primitives

/// How far back the entries that the screen holds reach, and what is being read of the time before.
struct LoadedPast: Sendable {
    /// From which place on every entry is held; nil when none is missing.
    var allFrom: EntryQuery.Place?
    /// From which place on every entry that the log pane may show is held; nil when none is
    /// missing.
    var paneFrom: EntryQuery.Place?
    /// What was asked for and is not there yet.
    private(set) var request: PastRequest?
    /// Whether the last request failed and nobody pressed a key since: nothing is asked for then.
    var hasFailed = false
    /// The entry that what is typed names and that is not held.
    var missing: Int64?
    /// The dialog that waits for that entry.
    var waiting: Dialog?
    /// Entries read one by one because a command named them, the latest last.
    private(set) var named: [Entry] = []

    /// How many entries read one by one are held.
    private static let namedLimit = 16

    /// Notes what is asked for.
    mutating func ask(_ request: PastRequest) { self.request = request }

    /// Takes the answer into account; whether it is the one that is waited for.
    mutating func settle(_ request: PastRequest, failed: Bool) -> Bool {
        guard self.request == request else { return false }
        self.request = nil
        hasFailed = failed
        return true
    }

    /// Holds an entry that a command named.
    mutating func hold(_ entry: Entry) {
        if named.count == Self.namedLimit { named.removeFirst() }
        named.append(entry)
    }

    /// What was redacted is held nowhere.
    mutating func removeText(_ removal: (entry: EntryID, kept: Event?, redaction: Redaction)) {
        for place in named.indices where named[place].id == removal.entry {
            named[place] = named[place].redacted(removal.redaction, kept: removal.kept)
        }
    }

    /// Nothing from before this place is held any more.
    mutating func cut(at place: EntryQuery.Place) {
        allFrom = max(allFrom ?? place, place)
        paneFrom = max(paneFrom ?? place, place)
    }

    /// Every entry back to this place is held; nil for all.
    mutating func reach(backTo place: EntryQuery.Place?) {
        allFrom = place
        guard let place else { return paneFrom = nil }
        paneFrom = paneFrom.map { min($0, place) }
    }
}
