import Detection
package import EventStore
package import FleetModel
package import IncidentLog
package import Monitoring
package import Primitives

/// One log, one fleet and what follows from the two: the place where commands become entries.
///
/// Several sessions, in several processes, may share a log: a decision is appended only if the
/// log has not moved since it was read; otherwise it is judged anew.
package actor Session {
    /// The fleet as the file says it; nil when none is configured.
    package nonisolated let fleet: Fleet?
    /// The log written to.
    package nonisolated let log: any EventLog
    /// What time it is.
    package nonisolated let clock: any SessionClock
    /// Rings when entries are known that were not before.
    nonisolated let news = ChangeNotifier()
    /// Where the files that prove its entries are kept; nil to keep none.
    private nonisolated let evidence: EvidenceFolder?
    /// Whether it only reads: it judges and shows, and writes nothing down.
    package nonisolated let isReadOnly: Bool
    let device: String
    let ids: EntryIDSource
    var steps: ClockSteps

    var state = LogState()
    /// Whether everything was read that was in the log at the start.
    private var hasRead = false
    /// How many entries of the past are still to be handed to who observes them, before what is
    /// new; nil when nobody waits for them.
    private var untold: Int?
    /// The number up to which the state was kept in the log.
    private var keptUpTo: Int64 = 0
    /// The entries in which this session tells that the clock was set.
    var ownMarks: Set<EntryID> = []
    /// The entries about signals that this session wrote lately.
    private(set) var ownNews: Set<EntryID> = []
    /// What is known of the fleet, and what follows from it; nil when none is configured.
    var monitor: FleetMonitor?
    private var takeEntries: @Sendable ([Entry], LogState) -> Void = { _, _ in }
    private var takeObservations: @Sendable ([Observation]) -> Void = { _ in }
    /// What is to be heard before anybody is judged; nil in the usual course.
    var resumption: Resumption?

    /// A session on this log.
    package init(
        fleet: Fleet?,
        log: any EventLog,
        clock: any SessionClock,
        device: String,
        ids: EntryIDSource = EntryIDSource(),
        evidence: EvidenceFolder? = nil,
        isReadOnly: Bool = false
    ) {
        self.isReadOnly = isReadOnly
        self.evidence = evidence
        self.fleet = fleet
        monitor = fleet.map(FleetMonitor.init)
        self.log = log
        self.clock = clock
        steps = ClockSteps(clock)
        self.device = device
        self.ids = ids
    }

    /// What is known from the log.
    package var logState: LogState { state }

    /// The present moment, in the time in which the log is told.
    package var now: Timestamp { steps.now }

    /// How many entries of its own a session remembers, to tell others of them first.
    private static let newsLimit = 1000

    private func rememberNews(_ entries: [Entry]) {
        for entry in entries {
            if case .signal = entry.event { ownNews.insert(entry.id) }
        }
        if ownNews.count > Self.newsLimit { ownNews = Set(entries.map(\.id)) }
    }

    /// Hands over what is known and the entries that happened last, and from now on every new
    /// entry, in the order in which they were written, with what is known after it.
    ///
    /// - Parameter count: How many entries of the past are handed over.
    package func observeEntries(
        newest count: Int,
        _ take: @escaping @Sendable ([Entry], LogState) -> Void
    ) async throws(StoreError) {
        takeEntries = take
        untold = count
        try await refresh()
    }

    /// Reads what somebody asks for of the log's past.
    package nonisolated func past(_ request: PastRequest) async throws(StoreError) -> [Entry] {
        switch request {
        case .page(let query, let limit): try await log.entries(query, limit: limit)
        case .entry(let number):
            try await log.entries(after: number - 1, limit: 1).filter { $0.sequence == number }
        case .search(let words, let limit): try await search(words, limit: limit)
        }
    }

    /// How many entries are read at a time.
    private static let pageSize = 2000

    /// Reads what others have written since; the first time from where the log's state was kept.
    package func refresh() async throws(StoreError) {
        if !hasRead, state.sequence == 0, let snapshot = try await log.snapshot(),
            state.sequence == 0
        {
            state = snapshot
            keptUpTo = snapshot.sequence
        }
        while true {
            let page = try await log.entries(after: state.sequence, limit: Self.pageSize)
            absorb(page)
            if page.count < Self.pageSize { break }
        }
        hasRead = true
        try await tellPast()
    }

    /// Forgets what was read: the log became shorter, and is told from its past on again.
    func rewind() async {
        state = LogState()
        hasRead = false
        untold = Self.pastCount
        try? await refresh()
    }

    /// How many entries of the past are told when a log is told anew.
    private static let pastCount = 500

    /// Hands the last entries over to who waits for them.
    private func tellPast() async throws(StoreError) {
        while let count = untold {
            let known = state.sequence
            let page = try await log.entries(EntryQuery(order: .newestFirst), limit: count)
            // What came meanwhile was handed to nobody yet, and may be missing in the page.
            guard state.sequence == known else { continue }
            guard untold != nil else { return }
            untold = nil
            let past = page.filter { $0.sequence <= known }.sorted { $0.sequence < $1.sequence }
            if known > 0 { takeEntries(past, state) }
        }
    }

    /// A state that so many entries follow is kept anew: to read them takes about as long as to
    /// keep one.
    private static let entriesBetweenSnapshots: Int64 = 500

    /// Keeps the state for the next start, unless one is kept already that few entries follow, and
    /// indexes a run of entries for searches.
    ///
    /// Nothing is thrown: without it the next start and the next search read more.
    package func keepState() async {
        guard !isReadOnly, hasRead, state.sequence - keptUpTo >= Self.entriesBetweenSnapshots else {
            return
        }
        let kept = state
        keptUpTo = kept.sequence
        try? await log.keep(kept)
        try? await log.extendIndex(asOf: kept, .shown, runs: 1)
    }

    /// Takes entries into account that were not yet; safe to call with entries already known.
    func absorb(_ entries: [Entry]) {
        let new = entries.filter { $0.sequence > state.sequence }
        for entry in new {
            state.apply(entry)
            // With a text, the states that held it were removed from the log.
            if entry.removal != nil { keptUpTo = 0 }
            if hasRead, case .watch(.clockStepped(let from, let to)) = entry.event {
                hear(from: from, to: to, in: entry)
            }
        }
        if !new.isEmpty, untold == nil { takeEntries(new, state) }
        if !new.isEmpty { news.ring() }
    }

    /// Carries out a command.
    /// - Throws: `CommandFailure` when it is refused or cannot be written down.
    @discardableResult
    package func perform(
        _ command: Command,
        by actor: Actor,
        occurredAt: Timestamp? = nil
    ) async throws(CommandFailure) -> [Entry] {
        try await perform([command], by: actor, occurredAt: occurredAt)
    }

    /// How often a decision is judged anew because others wrote meanwhile.
    private static let conflictLimit = 50

    /// Carries out several commands that do not depend on one another, all or none; files that they
    /// name are kept, and those of entries that they redact leave.
    @discardableResult
    package func perform(
        _ commands: [Command],
        by actor: Actor,
        occurredAt: Timestamp? = nil
    ) async throws(CommandFailure) -> [Entry] {
        guard !isReadOnly else {
            throw .refused(Refusal(.held, "this Tocsin only reads: nothing is written down"))
        }
        let kept = try commands.map { command throws(CommandFailure) in
            do throws(EvidenceFolder.Failure) {
                return try EvidenceFolder.keeping(command, in: evidence)
            } catch {
                throw .refused(Refusal(.invalid, error.message, argument: "evidence"))
            }
        }
        let entries = try await append(kept, by: actor, occurredAt: occurredAt)
        evidence?.forget(entries)
        return entries
    }

    private func append(
        _ commands: [Command],
        by actor: Actor,
        occurredAt: Timestamp?
    ) async throws(CommandFailure) -> [Entry] {
        for _ in 0..<Self.conflictLimit {
            do throws(StoreError) {
                try await refresh()
            } catch {
                throw .store(error)
            }
            if let step = unwrittenStep() {
                try await write(step)
                continue
            }
            let now = steps.now
            let context = DecisionContext(
                now: now,
                occurredAt: occurredAt,
                actor: actor,
                roster: fleet.map { Roster($0) }
            )
            var decisions: [Decision] = []
            for command in commands {
                do throws(Refusal) {
                    decisions += try state.decide(command, in: context)
                } catch {
                    // What was observed is judged one by one: a step that no longer exists must
                    // not keep the other observations out of the log.
                    guard actor.kind == .automatic, commands.count > 1 else {
                        throw .refused(error)
                    }
                }
            }
            if decisions.isEmpty { return [] }
            let drafts = decisions.map { decision in
                EntryDraft(
                    id: ids.next(at: now),
                    incident: decision.incident,
                    device: device,
                    actor: actor,
                    occurredAt: context.occurredAt,
                    recordedAt: now,
                    event: decision.event
                )
            }
            do throws(StoreError) {
                let entries = try await log.append(drafts, expecting: state.sequence)
                rememberNews(entries)
                absorb(entries)
                return entries
            } catch {
                if case .conflict = error { continue }
                throw .store(error)
            }
        }
        throw .store(.busy)
    }
}

/// Why a command was not carried out.
package enum CommandFailure: Error, Sendable {
    /// A rule or a mistake stands against it.
    case refused(Refusal)
    /// It could not be written down.
    case store(StoreError)

    /// The sentence for a person.
    package var message: String {
        switch self {
        case .refused(let refusal): refusal.reason
        case .store(let error): error.message
        }
    }
}

// MARK: Observations

extension Session {
    /// Hands over whatever is observed from now on, and what follows from several nodes.
    package func observeObservations(_ take: @escaping @Sendable ([Observation]) -> Void) {
        takeObservations = take
    }

    /// Tells the detectors what was observed before this session began; of one node, the oldest
    /// first, and before anything new is taken.
    package func backfill(_ past: [Observation]) { monitor?.backfill(past) }

    /// Takes into account whether anybody hears that the fleet is watched.
    package func take(_ watchdog: Watchdog.State) { monitor?.take(watchdog) }

    /// Takes what polls brought into account: nodes come and go with what sources tell.
    package func take(_ observations: [Observation], _ sources: [SourceReading] = []) {
        resumption?.take(observations, sources)
        let told = monitor?.take(observations, sources) ?? []
        if !told.isEmpty { takeObservations(told) }
    }

    /// Judges the fleet at this moment, writes down what follows, and returns the picture.
    package func evaluate() async throws(CommandFailure) -> FleetSnapshot {
        try await settleClock()
        guard monitor != nil else { return FleetSnapshot() }
        let now = clock.now
        // What was known before a pause is held against nobody.
        if let resumption, !resumption.isOver(at: now) { return snapshot(at: now) }
        resumption = nil
        guard let (picture, commands) = monitor?.evaluate(state, at: now) else {
            return FleetSnapshot()
        }
        let derived = monitor?.derivedObservations(at: now) ?? []
        if !derived.isEmpty { takeObservations(derived) }
        guard !commands.isEmpty, !isReadOnly else { return picture }
        try await perform(commands, by: .tocsin)
        return snapshot(at: now)
    }

    private func snapshot(at now: Timestamp) -> FleetSnapshot {
        monitor?.snapshot(state, at: now) ?? FleetSnapshot()
    }
}
