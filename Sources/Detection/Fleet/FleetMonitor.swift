package import FleetModel
package import IncidentLog
package import Monitoring
package import Primitives

/// Watches one fleet: what polls bring goes in, a picture of the fleet and the commands that follow
/// from it come out.
///
/// The one pipeline that all share, screens and commands, drills and benchmarks alike: *take*,
/// *assess* every node, *judge* by the detectors, apply the *rules*, ask for *commands*. Nodes of
/// which nothing is new, and of which nothing stands, are left alone until time changes something.
///
/// What polls bring is told in the time of a clock that is never set; readings, findings and
/// commands are told in the time of the log, ahead of it by the steps that `move` tells of.
package struct FleetMonitor: Sendable {
    /// The fleet with the nodes that its sources told of.
    package private(set) var fleet: Fleet
    /// The numbers and facts of every node, in the time of the log.
    package private(set) var readings = FleetReadings()
    private var assessments: [NodeID: NodeAssessment] = [:]
    private var assessor = FleetAssessor()
    private var detectors: FleetDetectors
    private var rules: RuleEvaluator
    /// How far the time of the log is ahead of that of the polls.
    private var offset: Duration = .zero
    private var derivedAt: Timestamp?
    /// The state of the log, and the moment, at which drift was last looked at.
    private var drift: (sequence: Int64, at: Timestamp)?

    /// A monitor of this fleet, which knows nothing of it yet.
    package init(fleet: Fleet) {
        self.fleet = fleet
        detectors = FleetDetectors(fleet: fleet)
        rules = RuleEvaluator(fleet: fleet)
    }

    // MARK: Taking

    /// Tells the detectors what was observed before the watch began; of one node, the oldest first,
    /// and before anything new is taken.
    package mutating func backfill(_ past: [Observation]) {
        for observation in past { detectors.observe(observation) }
    }

    /// Takes what polls brought into account: nodes come and go with what sources tell.
    ///
    /// - Returns: Everything that it means for nodes, in the time of the log.
    @discardableResult
    package mutating func take(
        _ observations: [Observation],
        _ sources: [SourceReading] = []
    ) -> [Observation] {
        let told = sources.isEmpty ? [] : take(sources)
        let polled = observations.map { $0.moved(by: offset) }
        for observation in polled { readings.apply(observation) }
        // The detectors compare the times of days: they are told the time that is never set.
        for observation in told { detectors.observe(observation.moved(by: offset * -1)) }
        for observation in observations { detectors.observe(observation) }
        return told + polled
    }

    private mutating func take(_ sources: [SourceReading]) -> [Observation] {
        let before = Set(fleet.nodes.map(\.id))
        var told: [Observation] = []
        for source in sources {
            let source = source.moved(by: offset)
            let new = fleet.take(source, readings: readings)
            readings.apply(source)
            for observation in new { readings.apply(observation) }
            told += new
        }
        let after = Set(fleet.nodes.map(\.id))
        guard after != before else { return told }
        for node in before.subtracting(after) { readings.forget(node) }
        rules.follow(fleet)
        _ = detectors.follow(fleet)
        return told
    }

    /// Takes into account whether anybody hears that the fleet is watched.
    package mutating func take(_ watchdog: Watchdog.State) { readings.watchdog = watchdog }

    /// Takes into account how long one round of all probes took, for who asks once.
    package mutating func take(roundSpan: Duration) {
        fleet.polling.roundSpan = roundSpan
        rules.follow(fleet)
    }

    // MARK: Time

    /// Leaves out a span in which nobody watched: it counts for no hold and no age.
    package mutating func leaveOut(_ span: Duration) {
        readings.leaveOut(span)
        rules.leaveOut(span)
    }

    /// Tells everything in the time of a log whose clock was set: it is as old as before.
    package mutating func move(by step: Duration) {
        guard step != .zero else { return }
        offset += step
        readings.move(by: step)
        rules.move(by: step)
        assessor = FleetAssessor()
        derivedAt = derivedAt.map { $0 + step }
        drift = nil
    }

    // MARK: Judging

    /// Judges the fleet at this moment.
    ///
    /// - Parameters:
    ///   - log: What is written down; what already is leads to no command.
    ///   - steady: The present moment by the clock that is never set.
    /// - Returns: The picture, and what is to be done, in a stable order.
    package mutating func evaluate(
        _ log: LogState,
        at steady: Timestamp
    ) -> (snapshot: FleetSnapshot, commands: [Command]) {
        let now = steady + offset
        noteDrift(log, at: now)
        assessments = assessor.assess(fleet, &readings, at: now)
        noteRollBacks(log)
        let judgements = detectors.judge(readings, assessments, log: log, at: steady)
        let commands = rules.evaluate(
            readings,
            assessments,
            judgements: offset == .zero ? judgements : judgements.map { $0.moved(by: offset) },
            log: log,
            at: now,
            touched: assessor.touched
        )
        return (snapshot(log, at: steady), commands)
    }

    /// Has the readings tell how far the nodes are from their baseline, once an interval and after
    /// every news of the log.
    private mutating func noteDrift(_ log: LogState, at now: Timestamp) {
        if let drift, drift.sequence == log.sequence, now >= drift.at,
            now - drift.at < fleet.polling.interval
        {
            return
        }
        drift = (log.sequence, now)
        readings.deriveDrift(log, of: fleet, at: now)
    }

    private mutating func noteRollBacks(_ log: LogState) {
        guard let baseline = log.baseline(of: fleet.name), baseline.isRolledBack else { return }
        for (node, own) in baseline.nodes where own.rolledBackAt != nil {
            assessments[node] = assessments[node]?.with(own)
        }
    }

    /// Judges every node in the next round, as if something of each were new.
    mutating func judgeAll() { rules.judgeAll() }

    /// How many nodes the rules judged in the last round.
    var judgedCount: Int { rules.judgedCount }

    /// The picture of the fleet as it was last judged.
    ///
    /// - Parameter log: Knows which steps of incidents check themselves.
    package func snapshot(_ log: LogState, at steady: Timestamp) -> FleetSnapshot {
        FleetSnapshot(
            fleet: fleet,
            readings: readings,
            assessments: assessments,
            needs: rules.needs,
            steps: steps(log, at: steady + offset),
            findings: rules.findings
        )
    }

    private func steps(
        _ log: LogState,
        at now: Timestamp
    ) -> [IncidentID: [StepID: StepReading]] {
        var steps: [IncidentID: [StepID: StepReading]] = [:]
        for incident in log.openIncidents {
            for step in incident.steps where step.condition != nil {
                let id = step.definition.id
                guard let progress = rules.progress(of: id, in: incident.id, at: now) else {
                    continue
                }
                steps[incident.id, default: [:]][id] = StepReading(
                    evaluation: progress.evaluation,
                    held: progress.held
                )
            }
        }
        return steps
    }

    /// The numbers that follow from the readings of several nodes, once an interval; to be kept
    /// with what polls brought.
    package mutating func derivedObservations(at steady: Timestamp) -> [Observation] {
        let now = steady + offset
        let interval = fleet.polling.interval
        if let derivedAt, now - derivedAt < interval, now >= derivedAt { return [] }
        derivedAt = now
        let names: [MetricName] = [.siblingLinks, .lag, .relayLag]
        return fleet.nodes.compactMap { node in
            let samples = names.compactMap { name -> Sample? in
                guard let reading = readings.nodes[node.id]?.metrics[name],
                    reading.isFresh(at: now, within: interval)
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
    }
}
