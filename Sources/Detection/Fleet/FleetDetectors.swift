package import FleetModel
package import IncidentLog
package import Monitoring
package import Primitives

/// The detectors of one fleet: observations in, judgements out.
///
/// Streaming: every observation is taken once, and what is kept of it is bounded. Only nodes with
/// news are judged anew; of the others nothing is said but what stands.
package struct FleetDetectors: Sendable {
    private var fleet: Fleet
    private let places: [NodeID: Int]
    private let relations: CheckRelations
    private var nodes: [NodeDetectors]
    private var chains: ChainRegistry
    private var siblings: SiblingMatrix
    private var skew: SkewDetector
    private var growth: GrowthDetectors
    private var absence: AbsenceDetector
    private var board = ActiveFindings()
    private var correlations: [String: VersionCorrelation.Result] = [:]
    private var correlatedAt: Timestamp?
    private var dirty: [Int] = []
    private var watchedSince: Timestamp?
    private var lastJudgedAt: Timestamp?

    /// The detectors that the fleet file asks for.
    package init(fleet: Fleet) {
        self.fleet = fleet
        places = Dictionary(
            fleet.nodes.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        relations = CheckRelations(fleet: fleet)
        nodes = fleet.nodes.map { NodeDetectors($0, polling: fleet.polling) }
        chains = ChainRegistry(fleet: fleet)
        siblings = SiblingMatrix(
            count: fleet.nodes.count,
            members: fleet.nodes.indices.filter { fleet.nodes[$0].isWaku }
        )
        skew = SkewDetector(fleet: fleet)
        growth = GrowthDetectors(fleet: fleet)
        absence = AbsenceDetector(fleet: fleet)
    }

    /// Watches over this fleet from now on: nodes have come or gone.
    ///
    /// What was learnt is forgotten when the nodes are others; the caller may tell it again.
    /// - Returns: Whether it was forgotten.
    package mutating func follow(_ fleet: Fleet) -> Bool {
        guard fleet.nodes.map(\.id) != self.fleet.nodes.map(\.id) else { return false }
        self = FleetDetectors(fleet: fleet)
        return true
    }

    /// Takes the outcome of one poll into account; of one node, the oldest first.
    package mutating func observe(_ observation: Observation) {
        guard let place = places[observation.node] else { return }
        let news = nodes[place].take(
            observation,
            usual: fleet.polling.interval,
            settings: fleet.detectors
        )
        chains.observe(news, observation, of: place)
        siblings.observe(
            place,
            peerID: observation.value(of: .peerID),
            connected: observation.facts.first { $0.name == .connectedPeers }?.values,
            at: observation.at
        )
        skew.observe(observation, of: place, isRestart: news.isRestart)
        growth.observe(observation)
        if !nodes[place].hasNews {
            nodes[place].hasNews = true
            dirty.append(place)
        }
    }

    /// What the detectors say at this moment, in a stable order.
    ///
    /// - Parameters:
    ///   - readings: The newest numbers and facts, those that follow from several nodes included.
    ///   - assessments: The verdict on every node.
    ///   - log: Knows the steps of open incidents, whose conditions are rules as well.
    package mutating func judge(
        _ readings: FleetReadings,
        _ assessments: [NodeID: NodeAssessment],
        log: LogState? = nil,
        at now: Timestamp
    ) -> [Judgement] {
        noticeAbsence(at: now)
        board.begin()
        let news = dirty.sorted()
        dirty.removeAll(keepingCapacity: true)
        if !news.isEmpty {
            chains.judge(news, at: now)
            judgeChains()
        }
        for place in news {
            nodes[place].hasNews = false
            judge(place, assessments[nodes[place].id]?.verdict)
        }
        judgeMissingData(assessments, at: now)
        for judgement in skew.judge(at: now) where isOn(.skew) { take(judgement) }
        judgeGrowth(readings, at: now)
        judgeAbsence(readings, assessments, log, at: now)
        correlate(readings, at: now)
        return board.judgements { complete($0, $1, $2) }
    }

    private func isOn(_ kind: FindingKind) -> Bool { !fleet.detectors.off.contains(kind) }

    /// Whoever was away saw nothing: what happened meanwhile is no silence of the nodes.
    private mutating func noticeAbsence(at now: Timestamp) {
        if let lastJudgedAt, now - lastJudgedAt > fleet.polling.staleAfter {
            watchedSince = now
            chains.pause()
        }
        watchedSince = watchedSince ?? now
        lastJudgedAt = now
    }
}

// MARK: Judging

extension FleetDetectors {
    private mutating func judge(_ place: Int, _ verdict: NodeAssessment.Verdict?) {
        if let verdict { nodes[place].observe(verdict) }
        if fleet.nodes[place].isWaku { judgeSiblings(place) }
        for result in nodes[place].results(settings: fleet.detectors) { note(result, on: place) }
        for result in chains.results(of: place) { note(result, on: place) }
    }

    private mutating func judgeSiblings(_ place: Int) {
        let now = nodes[place].lastNewsAt
        let limit = now - Polling.staleAfter(nodes[place].interval)
        siblings.forget(place, unlessSince: limit)
        let links = nodes[place].isFreshlyStarted ? nil : siblings.links(of: place)
        // In a large fleet only a node without any link is asked whom it misses.
        let isSmall = siblings.members.count <= SiblingDetector.fullMatrixLimit
        let others = links.map { isSmall || $0.isEmpty } == true ? answering(besides: place) : []
        let missing = links.map { links in others.filter { !links.contains($0) } } ?? []
        nodes[place].siblings.observe(
            links: links?.count,
            missing: missing.map { nodes[$0].id },
            of: isSmall ? others.count : siblings.members.count - 1,
            at: now,
            interval: nodes[place].interval
        )
    }

    /// The siblings of a node that answer and had time to find one another.
    private func answering(besides place: Int) -> [Int] {
        siblings.members.filter {
            $0 != place && siblings.isKnown($0) && nodes[$0].isAnswering
                && !nodes[$0].isFreshlyStarted
        }
    }

    private mutating func judgeChains() {
        for chain in chains.wholes() {
            for result in chain.results {
                // Slow blocks are those of producers anywhere: no node shows them alone.
                let isOfFleet = result.symptom != .slowBlocks
                note(
                    result,
                    of: chain.subject,
                    isOfFleet ? chain.members.map { nodes[$0].id } : []
                )
            }
        }
    }

    private mutating func judgeMissingData(
        _ assessments: [NodeID: NodeAssessment],
        at now: Timestamp
    ) {
        guard let watchedSince, isOn(.noData) else { return }
        for place in nodes.indices {
            let id = nodes[place].id
            let hasChanged = nodes[place].noData.judge(
                assessments[id]?.verdict,
                watchedSince: watchedSince,
                interval: nodes[place].interval,
                at: now
            )
            guard hasChanged else { continue }
            for result in nodes[place].noData.results(of: id) where result.symptom == .noData {
                note(result, on: place)
            }
        }
    }

    private mutating func note(_ result: DetectorResult, on place: Int) {
        let symptom = result.symptom
        guard isOn(symptom.kind) else { return }
        let node = nodes[place].id
        func id(_ symptom: Symptom) -> SignalID {
            relations.id(of: symptom, on: node.rawValue)
        }
        switch result.outcome {
        case .unknown: board.forget(symptom.word, at: place)
        case .calm: board.calm(id(symptom), symptom.word, at: place)
        case .stands(let since, let account):
            var causes = [SignalID("down/\(node)")]
            causes += relations.causes(of: symptom, on: node)
            causes += symptom.causes.map(id)
            // A chain that stands explains what its nodes show.
            if symptom.kind == .stall || symptom.kind == .lag {
                causes.append(relations.id(of: symptom, on: fleet.name))
            }
            let finding = account.finding(
                id(symptom),
                symptom,
                nodes: [node],
                since: since,
                causes: causes
            )
            board.stand(finding, symptom.word, at: place)
        }
    }

    private mutating func note(_ result: DetectorResult, of subject: String, _ members: [NodeID]) {
        let symptom = result.symptom
        guard isOn(symptom.kind) else { return }
        let word = "\(symptom.word) of \(subject)"
        func id(_ symptom: Symptom) -> SignalID { relations.id(of: symptom, on: subject) }
        switch result.outcome {
        case .unknown: board.forget(word, at: ActiveFindings.fleetPlace)
        case .calm: board.calm(id(symptom), word, at: ActiveFindings.fleetPlace)
        case .stands(let since, let account):
            let finding = account.finding(
                id(symptom),
                symptom,
                nodes: members,
                since: since,
                causes: relations.causes(of: symptom, on: nil) + symptom.causes.map(id)
            )
            board.stand(finding, word, at: ActiveFindings.fleetPlace)
        }
    }

    private mutating func judgeGrowth(_ readings: FleetReadings, at now: Timestamp) {
        guard let judged = growth.judge(readings, at: now) else { return }
        for id in judged.gone {
            let (word, place) = parts(id)
            board.forget(word, at: place)
        }
        for judgement in judged.judgements { take(judgement) }
    }

    private mutating func judgeAbsence(
        _ readings: FleetReadings,
        _ assessments: [NodeID: NodeAssessment],
        _ log: LogState?,
        at now: Timestamp
    ) {
        guard let judged = absence.judge(readings, assessments, log: log, at: now) else { return }
        for id in judged.unknown {
            let (word, place) = parts(id)
            board.forget(word, at: place)
        }
        for judgement in judged.judgements { take(judgement) }
    }

    /// Keeps a judgement that another detector has put into words.
    private mutating func take(_ judgement: Judgement) {
        switch judgement {
        case .stands(var finding):
            let (word, place) = parts(finding.id)
            if place != ActiveFindings.fleetPlace {
                let node = nodes[place].id
                finding.causes += relations.causes(ofWord: word, on: node)
                finding.causes.append(SignalID("down/\(node)"))
            }
            board.stand(finding, word, at: place)
        case .calm(let id):
            let (word, place) = parts(id)
            board.calm(id, word, at: place)
        }
    }

    /// The word of a signal and the place of its node; a word of its own for what is no node's.
    private func parts(_ id: SignalID) -> (word: String, place: Int) {
        let text = id.rawValue
        guard let slash = text.firstIndex(of: "/"),
            let place = places[NodeID(String(text[text.index(after: slash)...]))]
        else { return (text, ActiveFindings.fleetPlace) }
        return (String(text[..<slash]), place)
    }
}

// MARK: What faults have in common

extension FleetDetectors {
    /// How often at most correlations are sought anew while nothing changed.
    private static let correlationInterval = Duration.seconds(60)

    private mutating func correlate(_ readings: FleetReadings, at now: Timestamp) {
        let isDue = correlatedAt.map { now - $0 >= Self.correlationInterval } ?? true
        guard board.hasChanged || isDue else { return }
        board.hasChanged = false
        correlatedAt = now
        correlations.removeAll()
        for word in board.words where !Self.isCorrelation(word) {
            guard let entry = board.entry(word) else { continue }
            let result = VersionCorrelation.find(entry, nodes: fleet.nodes, readings: readings)
            correlations[word] = result
            guard !entry.standing.isEmpty || !entry.calm.isEmpty,
                entry.standing[ActiveFindings.fleetPlace] == nil
            else { continue }
            for attribute in VersionCorrelation.Attribute.allCases {
                note(result, word, attribute, entry)
            }
        }
    }

    private static func isCorrelation(_ word: String) -> Bool { word.contains(" by ") }

    private static func correlationID(
        _ word: String,
        _ attribute: VersionCorrelation.Attribute,
        _ fleet: Fleet
    ) -> SignalID {
        SignalID("\(word) by \(attribute.rawValue)/\(fleet.name)")
    }

    private mutating func note(
        _ result: VersionCorrelation.Result?,
        _ word: String,
        _ attribute: VersionCorrelation.Attribute,
        _ entry: ActiveFindings.Entry
    ) {
        let id = Self.correlationID(word, attribute, fleet)
        guard let result, result.attribute == attribute,
            let example = result.nodes.first.flatMap({ entry.standing[$0] })
        else {
            board.calm(id, "\(word) by \(attribute.rawValue)", at: ActiveFindings.fleetPlace)
            return
        }
        let finding = Finding(
            id: id,
            kind: example.kind,
            priority: example.priority,
            text: "\(example.fault) \(result.shares.sentence)",
            nodes: result.nodes.map { nodes[$0].id },
            since: result.since,
            evidence: [result.shares.counts]
                + result.nodes.prefix(Self.examples).compactMap { place in
                    entry.standing[place].map { "\(nodes[place].id): \($0.text)" }
                },
            meaning: example.meaning,
            causes: commonCauses(of: result, word, entry)
        )
        board.stand(finding, "\(word) by \(attribute.rawValue)", at: ActiveFindings.fleetPlace)
    }

    /// How many nodes a finding about many quotes.
    private static let examples = 10

    /// What explains a fault on every node of a correlation explains the correlation.
    private func commonCauses(
        of result: VersionCorrelation.Result,
        _ word: String,
        _ entry: ActiveFindings.Entry
    ) -> [SignalID] {
        let rules = result.nodes.map { place in
            (entry.standing[place]?.causes ?? []).compactMap { $0.rule(of: nodes[place].id) }
        }
        guard let first = rules.first else { return [] }
        return first.filter { rule in
            rule.rawValue != word && rules.allSatisfy { $0.contains(rule) }
        }
        .flatMap { [Self.correlationID($0.rawValue, result.attribute, fleet), $0] }
    }

    /// Adds to a finding what its node has in common with the others that have it.
    private func complete(_ finding: Finding, _ word: String, _ place: Int) -> Finding {
        guard place != ActiveFindings.fleetPlace, let result = correlations[word],
            result.nodes.contains(place)
        else { return finding }
        var finding = finding
        if result.attribute != .version || !growth.countsVersions(finding.id) {
            finding.text += "; \(result.shares.sentence)"
        }
        let counts = result.shares.counts
        if !finding.evidence.contains(counts) { finding.evidence.append(counts) }
        finding.causes.insert(Self.correlationID(word, result.attribute, fleet), at: 0)
        return finding
    }
}
