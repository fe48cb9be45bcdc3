import IncidentLog
import Primitives

/// The lines of the log's pane, the newest first: entries, and what the machine noticed between
/// two of them as one line.
///
/// Made anew when something that it follows from has changed, and not for a frame.
struct LogRows: Sendable {
    /// One line of the pane.
    enum Row: Sendable {
        /// The entry at this place of those held.
        case entry(Int)
        /// What the machine noticed, by its places, the newest first.
        case burst([Int])

        /// The place of its newest entry.
        var newest: Int {
            switch self {
            case .entry(let place): place
            case .burst(let places): places[0]
            }
        }
    }

    /// What the lines follow from.
    struct Source: Equatable, Sendable {
        var entries = EntriesMark()
        var incident: IncidentID?
        var fleet: String?
        var view = LogView.people
        var filter = ""
        var opened: Set<EntryID> = []
    }

    private(set) var source = Source()
    private(set) var rows: [Row] = []
    /// How many entries there are where a filter leaves some out; else 0.
    private(set) var allCount = 0

    init() {}

    /// The lines of these entries, as far as they are shown.
    ///
    /// - Parameters:
    ///   - belongs: Whether an entry is one of the log shown.
    ///   - isShown: Whether the pane has an entry at all.
    init(
        _ entries: [Entry],
        _ source: Source,
        belongs: (Entry) -> Bool,
        isShown: (Entry) -> Bool
    ) {
        self.source = source
        if !source.filter.isEmpty { allCount = entries.count(where: belongs) }
        var burst: [Int] = []
        for place in entries.indices.reversed() where isShown(entries[place]) {
            let entry = entries[place]
            let isFolded =
                source.view == .people && source.filter.isEmpty && entry.isMachineNews
                && !source.opened.contains(entry.id)
            if isFolded {
                burst.append(place)
            } else {
                close(&burst)
                rows.append(.entry(place))
            }
        }
        close(&burst)
    }

    private mutating func close(_ burst: inout [Int]) {
        if !burst.isEmpty { rows.append(.burst(burst)) }
        burst = []
    }

    /// Where the line with an entry stands; nil when it is not shown.
    func place(of entry: Int) -> Int? {
        rows.firstIndex { row in
            switch row {
            case .entry(let place): place == entry
            case .burst(let places): places.contains(entry)
            }
        }
    }
}

/// What the log's pane shows.
enum LogView: String, CaseIterable, Sendable {
    /// What people said and did; what the machine noticed is folded.
    case people
    /// Every entry.
    case all
    /// What the machine noticed, and what people did with it.
    case signals

    /// The next one, in a circle.
    var next: LogView {
        let all = LogView.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}

extension Entry {
    /// Whether the machine noticed it by itself: a signal, a fact, a line of a node's log, a
    /// message about one.
    var isMachineNews: Bool {
        guard actor.kind == .automatic else { return false }
        return switch event {
        case .signal, .delivery, .fleet: true
        case .incident, .timeline, .role, .task, .advice, .clock, .attendance, .checklist, .update,
            .impact, .watch, .log, .change, .policy, .baseline, .unknown:
            false
        }
    }

    /// Whether it only tells how far an update got, which the line of the update tells too.
    var isReceipt: Bool {
        guard case .update(let event) = event else { return false }
        return switch event {
        case .delivered, .attemptFailed: true
        case .queued, .gaveUp, .requeued: false
        }
    }
}
