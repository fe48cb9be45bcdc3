import Detection
package import IncidentCore
package import IncidentStore

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
    let device: String
    let ids: EntryIDSource
    var steps: ClockSteps

    var state = LogState()
    /// Whether everything was read that was in the log at the start.
    private var hasRead = false
    /// The entries in which this session tells that the clock was set.
    var ownMarks: Set<EntryID> = []
    /// The fleet with the nodes that its sources told of.
    var watched: Fleet?
    /// The entries about signals that this session wrote lately.
    private(set) var ownNews: Set<EntryID> = []
    var readings = FleetReadings()
    var assessor = FleetAssessor()
    private var assessments: [NodeID: NodeAssessment] = [:]
    var watch: RuleEvaluator?
    private var detectors: FleetDetectors?
    private var takeEntries: @Sendable ([Entry]) -> Void = { _ in }
    private var takeObservations: @Sendable ([Observation]) -> Void = { _ in }
    var derivedAt: Timestamp?
    /// What is to be heard before anybody is judged; nil in the usual course.
    var resumption: Resumption?

    /// A session on this log.
    package init(
        fleet: Fleet?,
        log: any EventLog,
        clock: any SessionClock,
        device: String,
        ids: EntryIDSource = EntryIDSource()
    ) {
        self.fleet = fleet
        watched = fleet
        self.log = log
        self.clock = clock
        steps = ClockSteps(clock)
        self.device = device
        self.ids = ids
        watch = fleet.map(RuleEvaluator.init)
        detectors = fleet.map(FleetDetectors.init)
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

    /// Hands every entry over, in order, from now on; those already read at once.
    package func observeEntries(_ take: @escaping @Sendable ([Entry]) -> Void)
        async throws(StoreError)
    {
        takeEntries = take
        state = LogState()
        hasRead = false
        try await refresh()
    }

    /// How many entries are read at a time.
    private static let pageSize = 2000

    /// Reads what others have written since.
    package func refresh() async throws(StoreError) {
        while true {
            let page = try await log.entries(after: state.sequence, limit: Self.pageSize)
            absorb(page)
            if page.count < Self.pageSize { break }
        }
        hasRead = true
    }

    /// Takes entries into account that were not yet; safe to call with entries already known.
    func absorb(_ entries: [Entry]) {
        let new = entries.filter { $0.sequence > state.sequence }
        for entry in new {
            state.apply(entry)
            if hasRead, case .watch(.clockStepped(let from, let to)) = entry.event {
                hear(from: from, to: to, in: entry)
            }
        }
        if !new.isEmpty { takeEntries(new) }
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

    /// Carries out several commands that do not depend on one another, all or none.
    @discardableResult
    package func perform(
        _ commands: [Command],
        by actor: Actor,
        occurredAt: Timestamp? = nil
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
            let context = CommandContext(
                now: now,
                occurredAt: occurredAt,
                actor: actor,
                fleet: fleet?.name
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
    package func prime(_ past: [Observation]) {
        for observation in past { detectors?.observe(observation) }
    }

    /// Takes into account whether anybody hears that the fleet is watched.
    package func take(_ watchdog: Watchdog.State) {
        readings.watchdog = watchdog
    }

    /// Takes what polls brought into account.
    package func take(_ observations: [Observation]) {
        resumption?.take(observations)
        keep(observations.map { $0.moved(by: steps.offset) })
    }

    /// Takes what was told in the time of the log into account.
    ///
    /// The detectors compare the times of days: they are told the time that is never set.
    private func keep(_ observations: [Observation]) {
        for observation in observations {
            readings.apply(observation)
            detectors?.observe(observation.moved(by: steps.offset * -1))
        }
        takeObservations(observations)
    }

    /// The numbers that follow from the readings of several nodes, told once an interval.
    private func tellDerived(_ fleet: Fleet, at now: Timestamp) {
        if let derivedAt, now - derivedAt < fleet.polling.interval, now >= derivedAt { return }
        derivedAt = now
        let names: [MetricName] = [.siblingLinks, .lag, .relayLag]
        takeObservations(
            fleet.nodes.compactMap { node in
                let samples = names.compactMap { name -> Sample? in
                    guard let reading = readings.nodes[node.id]?.metrics[name],
                        reading.isFresh(at: now, within: fleet.polling.interval)
                    else { return nil }
                    return Sample(name, reading.value)
                }
                guard !samples.isEmpty else { return nil }
                return Observation(
                    node: node.id,
                    probeIndex: Observation.derivedIndex,
                    at: now,
                    latency: nil,
                    samples: samples
                )
            }
        )
    }

    /// Takes what the polls of sources brought into account: nodes come and go with it.
    package func take(_ sources: [SourceReading]) {
        guard var fleet = watched, !sources.isEmpty else { return }
        resumption?.take([], sources)
        let before = Set(fleet.nodes.map(\.id))
        for source in sources {
            let source = source.moved(by: steps.offset)
            let observations = fleet.take(source, readings: readings)
            readings.apply(source)
            keep(observations)
        }
        let after = Set(fleet.nodes.map(\.id))
        watched = fleet
        guard after != before else { return }
        for node in before.subtracting(after) { readings.forget(node) }
        watch?.follow(fleet)
        _ = detectors?.follow(fleet)
    }

    /// Judges the fleet at this moment, writes down what follows, and returns the picture.
    package func evaluate() async throws(CommandFailure) -> FleetSnapshot {
        try await settleClock()
        guard let fleet = watched, var watch else { return FleetSnapshot() }
        let steady = clock.now
        let now = steady + steps.offset
        // What was known before a pause is held against nobody.
        if let resumption, !resumption.isOver(at: steady) { return snapshot(watch, at: now) }
        resumption = nil
        assessments = assessor.assess(fleet, &readings, at: now)
        tellDerived(fleet, at: now)
        let judgements =
            detectors?.judge(readings, assessments, log: state, at: steady) ?? []
        let commands = watch.evaluate(
            readings,
            assessments,
            judgements: judgements.map { $0.moved(by: steps.offset) },
            log: state,
            at: now
        )
        self.watch = watch
        if !commands.isEmpty { try await perform(commands, by: .tocsin) }
        return snapshot(watch, at: now)
    }

    private func snapshot(_ watch: RuleEvaluator, at now: Timestamp) -> FleetSnapshot {
        var steps: [IncidentID: [StepID: StepReading]] = [:]
        for incident in state.openIncidents {
            for step in incident.steps where step.condition != nil {
                let id = step.definition.id
                guard let progress = watch.progress(of: id, in: incident.id, at: now) else {
                    continue
                }
                steps[incident.id, default: [:]][id] = StepReading(
                    evaluation: progress.evaluation,
                    held: progress.held
                )
            }
        }
        return FleetSnapshot(
            fleet: watched,
            readings: readings,
            assessments: assessments,
            needs: watch.needs,
            steps: steps
        )
    }
}
