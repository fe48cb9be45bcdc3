package import Primitives

/// What happened to the log itself.
package enum LogEvent: EventFamily {
    /// A damaged log was replaced by a new one with every entry that verified.
    ///
    /// `kept` counts those; `lost` tells which are missing, by the numbers of the damaged log;
    /// `problem` is the damage in words; `file` is the name under which the damaged file was kept,
    /// nil when there was none left.
    case recovered(kept: Int64, lost: [LostEntries], problem: String, file: String?)
    /// The text of an entry was removed for good; `kept` is what the entry still tells, its texts
    /// empty, and nil when the event was one that this Tocsin does not know.
    indirect case redacted(entry: EntryID, kept: Event?, reason: String)
    /// Somebody holds an entry to be important.
    case pinned(entry: EntryID)
    /// An entry is no longer pinned.
    case unpinned(entry: EntryID)
    /// An entry may be read outside the team.
    case released(entry: EntryID)
    /// An entry is for the team alone again.
    case withheld(entry: EntryID)

    /// The names of the events, as stored; released names never change.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case recovered
        case redacted
        case pinned
        case unpinned
        case released
        case withheld
    }

    /// The name of this event.
    package var key: CodingKeys {
        switch self {
        case .recovered: .recovered
        case .redacted: .redacted
        case .pinned: .pinned
        case .unpinned: .unpinned
        case .released: .released
        case .withheld: .withheld
        }
    }
}

/// Entries without a gap between them that a damaged log no longer has.
package struct LostEntries: Codable, Equatable, Sendable {
    /// The number of the first.
    package let first: Int64
    /// The number of the last.
    package let last: Int64
    /// The hash of the last, when the entry after it or the note beside the log tells.
    package let hash: String?

    /// The entries from `first` to `last`.
    package init(first: Int64, last: Int64, hash: String?) {
        self.first = first
        self.last = last
        self.hash = hash
    }

    /// The numbers in words, such as `4 to 6`.
    package var numbers: String { first == last ? "\(first)" : "\(first) to \(last)" }
}
