import CommandTable
import IncidentLog
import Monitoring
import Primitives

/// The log may be long: the screen holds its end, and reads more of it page by page when somebody
/// wants to see it.
extension AppModel {
    /// How many entries are read at a time.
    private static let pageSize = 500

    /// Asks for what is missing of the past and is about to be seen; one thing at a time.
    mutating func askForPast() -> [Effect] {
        guard reading == .done, past.request == nil, !past.hasFailed, let request = wantedPast
        else { return [] }
        past.ask(request)
        return [.ask(.loadEntries(request))]
    }

    private var wantedPast: PastRequest? {
        if let number = past.missing { return .entry(number) }
        if let words = wantedWords { return .search(words, limit: Self.foundLimit) }
        guard entries.count < Self.entryLimit else { return nil }
        switch shown.reads {
        case .pane:
            guard let from = past.paneFrom, isNearOldestLine else { return nil }
            var query = EntryQuery(incident: incidentID, order: .newestFirst)
            query.withFleetLog = true
            query.behind = from
            return .page(query, limit: Self.pageSize)
        case .all:
            guard let from = past.allFrom else { return nil }
            var query = EntryQuery(order: .newestFirst)
            query.behind = from
            return .page(query, limit: Self.pageSize)
        case .nothing: return nil
        }
    }

    /// Whether fewer lines are left above those shown than two screens full.
    private var isNearOldestLine: Bool { logRows.rows.count < logScroll + 2 * size.height }

    /// What stands above the oldest line that is held; nil when it is the first of all.
    var olderWords: String? {
        guard past.paneFrom != nil else { return nil }
        if entries.count >= Self.entryLimit { return "older lines: tocsin log list" }
        return past.hasFailed ? "older lines could not be read" : "reading older lines…"
    }

    /// Takes in what was read of the past.
    mutating func take(_ found: [Entry]?, of request: PastRequest) -> [Effect] {
        guard past.settle(request, failed: found == nil) else { return [] }
        // What was removed while it was read is read once more.
        let isStale = (found ?? []).contains {
            $0.payload != nil && log.overlay.redaction(of: $0.id) != nil
        }
        guard !isStale else { return [] }
        switch request {
        case .page(let query, let limit):
            if let found { add(found, of: query, isLast: found.count < limit) }
            return []
        case .entry(let number): return take(found?.first, number: number)
        case .search(let words, _):
            take(found ?? [], for: words)
            return []
        }
    }

    private mutating func add(_ page: [Entry], of query: EntryQuery, isLast: Bool) {
        guard let behind = query.behind, !query.withFleetLog || query.incident == incidentID
        else { return }
        let held = Set(entries.map(\.sequence))
        let new = page.filter { !held.contains($0.sequence) }
        let old = entries.filter { EntryQuery.Place($0) < behind } + new
        let recent = entries.filter { EntryQuery.Place($0) >= behind }
        entries = old.sorted { $0.sequence < $1.sequence }.inTime() + recent
        let end = isLast ? nil : page.last.map(EntryQuery.Place.init)
        if query.withFleetLog {
            past.paneFrom = end
        } else {
            past.reach(backTo: end)
        }
    }

    // MARK: What is held

    /// Notes what of the log is not held when these entries come behind those known so far.
    mutating func notePast(before new: [Entry], known: Int64) {
        let isGap = (new.first?.sequence ?? log.sequence + 1) > known + 1
        guard known == 0 ? new.count < log.sequence : isGap else { return }
        if known > 0 { entries = [] }
        // What was dated back says nothing of how far back the others reach; what is read twice
        // is held once.
        let onTime = new.filter { $0.occurredAt >= $0.recordedAt }
        past.cut(at: onTime.map(EntryQuery.Place.init).min() ?? EntryQuery.Place.end)
    }

    /// Drops the oldest entries when there are too many.
    mutating func dropOldest() {
        guard entries.count > Self.entryLimit else { return }
        entries.removeFirst(entries.count - Self.entryLimit)
        if let first = entries.first { past.cut(at: EntryQuery.Place(first)) }
    }

    /// Drops what was read for the incident that was shown.
    mutating func forgetPagesOfPane() {
        past.paneFrom = past.allFrom
        guard let from = past.allFrom else { return }
        entries.removeAll { EntryQuery.Place($0) < from }
    }

    // MARK: Entries that a command names

    /// The entry of a number, if it is held.
    func heldEntry(_ number: Int64) -> Entry? {
        entries.first { $0.sequence == number } ?? past.named.last { $0.sequence == number }
    }

    /// What is wrong with a call; of an entry that is only not held, that it is being read.
    mutating func problem(
        _ problem: CommandProblem,
        with call: CommandCall,
        _ row: CommandRow
    ) -> CommandProblem {
        guard row.arguments.contains(where: { $0.kind == .entry && $0.name == problem.argument }),
            let number = call.words(of: row).lazy.compactMap({ Int64($0) }).first,
            (1...max(1, log.sequence)).contains(number), heldEntry(number) == nil
        else { return problem }
        past.missing = number
        return CommandProblem("reading entry \(number)…", argument: problem.argument)
    }

    /// Holds an entry that a command named, and carries out what waits for it.
    private mutating func take(_ entry: Entry?, number: Int64) -> [Effect] {
        past.missing = nil
        guard let entry else { return [] }
        past.hold(entry)
        guard let waiting = past.waiting, waiting == dialog else { return [] }
        past.waiting = nil
        switch waiting {
        case .palette(let palette): return take(palette)
        case .form(let form): return submit(form)
        case .choice, .confirmation, .help, .entry: return []
        }
    }
}
