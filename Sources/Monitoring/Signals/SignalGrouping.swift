import Primitives
import IncidentLog

/// One look of the alarm desk: what of the findings is told, and what stands under what.
struct SignalGrouping {
    /// What asks for attention: findings of their own and groups, in a stable order.
    private(set) var presented: [Finding] = []
    private let fleet: String
    private let log: LogState
    private let now: Timestamp
    private let findings: [SignalID: Finding]
    private let order: [Finding]
    private let hostSignals: [SignalID]
    private var covers: [SignalID: Suppressor] = [:]
    private var groups: [SignalID: SignalID] = [:]

    init(
        findings: [Finding],
        memories: [SignalID: SignalReconciler.Memory],
        places: HostTopology,
        fleet: String,
        log: LogState,
        now: Timestamp
    ) {
        self.fleet = fleet
        self.log = log
        self.now = now
        order = findings
        self.findings = Dictionary(
            findings.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let standingHosts = log.signals.active(in: fleet).map(\.id).filter(\.isHostDown)
        hostSignals = Set(findings.map(\.id).filter(\.isHostDown) + standingHosts).sorted()
        for finding in findings { cover(finding) }
        group(findings.filter { covers[$0.id] == nil }, memories, places)
    }

    /// Whether a signal is part of a group that stands, and ends with it.
    func isMember(_ signal: SignalState) -> Bool {
        guard case .signal(let group) = signal.suppressor, let rule = signal.finding.rule else {
            return false
        }
        return rule == group && standing(group) != nil
    }
}

// MARK: What explains what

extension SignalGrouping {
    private mutating func cover(_ finding: Finding) {
        if let window = window(over: finding) {
            covers[finding.id] = .maintenance(id: window.id)
        } else if let cause = cause(of: finding) {
            covers[finding.id] = .signal(id: cause)
        }
    }

    /// The planned work under which a finding is expected.
    private func window(over finding: Finding) -> MaintenanceWindow? {
        log.maintenance.first { $0.isInForce(at: now) && $0.covers(finding, of: fleet) }
    }

    /// What stands and explains the finding; nil when nothing does.
    private func cause(of finding: Finding) -> SignalID? {
        if let down = downSignal(over: finding) { return down }
        return finding.causes.first { cause in
            cause != finding.id && isOpen(cause, for: finding) && !leads(from: cause, to: finding)
                && isAsUrgent(cause, as: finding)
        }
    }

    /// The signal that tells that every node of the finding is down, or its whole host.
    private func downSignal(over finding: Finding) -> SignalID? {
        guard !finding.nodes.isEmpty, !finding.id.isHostDown else { return nil }
        let candidates = hostSignals + (finding.kind == .down ? [] : [SignalID("down")])
        for id in candidates where id != finding.id {
            let nodes = findings[id]?.nodes ?? standing(id)?.finding.nodes ?? []
            if finding.nodes.allSatisfy(nodes.contains) { return id }
        }
        guard finding.kind != .down else { return nil }
        let downs = finding.nodes.map { SignalID("down/\($0)") }
        return downs.allSatisfy { isOpen($0, for: finding) } ? downs.first : nil
    }

    private func standing(_ id: SignalID) -> SignalState? {
        log.signals[SignalKey(id, of: fleet)].flatMap { $0.isActive ? $0 : nil }
    }

    /// Whether a signal stands, by itself or as one node of a group.
    private func isOpen(_ id: SignalID, for finding: Finding) -> Bool {
        if findings[id] != nil || standing(id) != nil { return true }
        return finding.nodes.contains { node in
            guard let rule = id.rule(of: node), let group = standing(rule) else { return false }
            return group.finding.nodes.contains(node)
        }
    }

    /// What would wake somebody is not hidden under what would not.
    private func isAsUrgent(_ cause: SignalID, as finding: Finding) -> Bool {
        let priority = findings[cause]?.priority ?? standing(cause)?.priority ?? finding.priority
        return priority <= finding.priority
    }

    /// Whether the chain of causes comes back to the finding.
    private func leads(from cause: SignalID, to finding: Finding) -> Bool {
        var place = cause
        for _ in 0..<16 {
            guard case .signal(let next) = covers[place] else { return false }
            if next == finding.id { return true }
            place = next
        }
        return true
    }

    /// The suppressor at the head of the chain, which people are told of.
    private func root(of suppressor: Suppressor) -> Suppressor {
        var place = suppressor
        for _ in 0..<16 {
            guard case .signal(let id) = place else { return place }
            if let group = groups[id] {
                place = .signal(id: group)
            } else if let next = covers[id] ?? standing(id)?.suppressor {
                place = next
            } else if findings[id] == nil, standing(id) == nil, let group = id.group,
                standing(group) != nil
            {
                place = .signal(id: group)
            } else {
                return place
            }
        }
        return place
    }
}

// MARK: Groups

extension SignalGrouping {
    /// Nodes that show the same fault within this span have one fault.
    private static let groupSpan: Duration = .seconds(60)
    /// The number of nodes with the same fault that make it one of the fleet.
    static let groupSize = 3
    /// What it usually means that several nodes are gone at once.
    private static let manyDown =
        "nodes that go together share something: look at their network, and at the path from here"
        + " to them, before looking at each"
    /// How many lines of evidence a group carries.
    private static let evidenceLimit = 50

    private mutating func group(
        _ findings: [Finding],
        _ memories: [SignalID: SignalReconciler.Memory],
        _ places: HostTopology
    ) {
        let byRule = Dictionary(grouping: findings.filter { $0.rule != nil }) { $0.rule }
        // Once for each rule: whole fleets of thousands may be down.
        var gathered: [SignalID: [Finding]] = [:]
        for case (let rule?, let all) in byRule {
            let members = members(of: rule, among: all, memories, places)
            gathered[rule] = members
            for member in members { groups[member.id] = rule }
        }
        for finding in findings {
            guard let rule = groups[finding.id] else {
                presented.append(finding)
                continue
            }
            guard let members = gathered.removeValue(forKey: rule) else { continue }
            presented.append(groupFinding(rule, members, memories, places))
        }
    }

    /// The findings of a rule that are told as one signal; none when each is told alone.
    private func members(
        of rule: SignalID,
        among all: [Finding],
        _ memories: [SignalID: SignalReconciler.Memory],
        _ places: HostTopology
    ) -> [Finding] {
        // A group that planned work explains does not take in what the work does not explain.
        let isStanding = standing(rule).map { window(over: $0.finding) == nil } ?? false
        let members = all.filter { finding in
            guard let signal = standing(finding.id), signal.suppressor == nil else {
                return isStanding || isFresh(memories[finding.id]?.stoodSince)
            }
            return isFresh(signal.raisedAt)
        }
        guard !isStanding else { return members }
        let nodes = members.map { $0.nodes[0] }
        return nodes.count >= Self.groupSize || places.isLargePart(nodes) ? members : []
    }

    private func isFresh(_ onset: Timestamp?) -> Bool {
        onset.map { now - $0 <= Self.groupSpan } ?? false
    }

    private func groupFinding(
        _ rule: SignalID,
        _ members: [Finding],
        _ memories: [SignalID: SignalReconciler.Memory],
        _ places: HostTopology
    ) -> Finding {
        let first = members.reduce(members[0]) { $1.since < $0.since ? $1 : $0 }
        let present = members.map { $0.nodes[0] }
        // What is not known of a node neither adds nor removes it.
        let before = standing(rule).flatMap { window(over: $0.finding) == nil ? $0 : nil }
        let kept = (before?.finding.nodes ?? []).filter { node in
            memories[SignalID("\(rule)/\(node)")]?.calm.since == nil
        }
        let nodes = places.ordered(Set(present + kept))
        return Finding(
            id: rule,
            kind: first.kind,
            priority: members.map(\.priority).min() ?? first.priority,
            text: Self.text(of: first, on: nodes, places),
            nodes: nodes,
            since: first.since,
            evidence: Array(
                members.flatMap { member in ([member.text] + member.evidence).map(member.named) }
                    .prefix(Self.evidenceLimit)
            ),
            meaning: first.meaning ?? (first.kind == .down ? Self.manyDown : nil)
        )
    }
}

// MARK: Words of a group

extension SignalGrouping {
    /// What is wrong, on how many of how many nodes, which ones, and what one of them shows.
    private static func text(
        of example: Finding,
        on nodes: [NodeID],
        _ places: HostTopology
    ) -> String {
        guard nodes.count > 1 else {
            if nodes == example.nodes { return example.namingNodes().text }
            return "\(example.fault) on \(NodeNames.few(of: nodes))"
        }
        let detail = example.detail.map { " (\($0))" } ?? ""
        return "\(example.fault) on \(places.words(for: nodes))\(detail)"
    }
}

// MARK: What is written down under its cause

extension SignalGrouping {
    /// How many findings one entry takes.
    private static let batchLimit = 100
    /// How long to gather what is found under a signal before the next entry.
    private static let batchSpan: Duration = .seconds(30)

    /// - Parameter raised: The signals that are raised in this round.
    func suppressions(raised: Set<SignalID>) -> [SignalCommand] {
        var batches: [Suppressor: [Finding]] = [:]
        var suppressors: [Suppressor] = []
        var moved: Set<SignalID> = []
        // What stands when planned work begins is told of under it, known at present or not.
        for signal in log.signals.active(in: fleet) where signal.suppressor == nil {
            guard let window = window(over: signal.finding) else { continue }
            let suppressor = Suppressor.maintenance(id: window.id)
            moved.insert(signal.id)
            if batches[suppressor] == nil { suppressors.append(suppressor) }
            batches[suppressor, default: []].append(signal.finding)
        }
        for finding in order where !moved.contains(finding.id) {
            let cover =
                covers[finding.id] ?? groups[finding.id].map { Suppressor.signal(id: $0) }
            guard let cover, needsWriting(finding, under: cover) else { continue }
            let suppressor = root(of: cover)
            if batches[suppressor] == nil { suppressors.append(suppressor) }
            batches[suppressor, default: []].append(finding)
        }
        for (signal, suppressor) in coveredGroups() where !moved.contains(signal.id) {
            if batches[suppressor] == nil { suppressors.append(suppressor) }
            batches[suppressor, default: []].insert(signal.finding, at: 0)
        }
        return suppressors.compactMap { suppressor in
            let batch = batches[suppressor] ?? []
            guard isDue(batch, under: suppressor, raised) else { return nil }
            return .suppress(Array(batch.prefix(Self.batchLimit)), by: suppressor)
        }
    }

    /// The groups that were told before what explains every one of their members was found.
    private func coveredGroups() -> [(SignalState, Suppressor)] {
        log.signals.active(in: fleet).compactMap { signal in
            guard signal.suppressor == nil, findings[signal.id] == nil,
                signal.finding.nodes.count > 1, !presented.contains(where: { $0.id == signal.id })
            else { return nil }
            let members = signal.finding.nodes.map { SignalID("\(signal.id)/\($0)") }
                .filter { findings[$0] != nil }
            let roots = Set(members.map { covers[$0].map(root) })
            guard roots.count == 1, case .signal(let cause)?? = roots.first, cause != signal.id
            else { return nil }
            return (signal, .signal(id: cause))
        }
    }

    /// The members of a group are in its list of nodes; only those told alone before are moved.
    private func needsWriting(_ finding: Finding, under cover: Suppressor) -> Bool {
        if case .maintenance = cover, let rule = finding.rule,
            standing(rule)?.finding.nodes.contains(finding.nodes[0]) == true
        {
            return false
        }
        guard let signal = standing(finding.id) else { return covers[finding.id] != nil }
        switch signal.suppressor {
        case nil: return true
        case .signal(let id): return standing(id) == nil
        case .maintenance(let id): return log.maintenance(id)?.isInForce(at: now) != true
        }
    }

    private func isDue(
        _ batch: [Finding],
        under suppressor: Suppressor,
        _ raised: Set<SignalID>
    ) -> Bool {
        guard case .signal(let id) = suppressor else { return true }
        if raised.contains(id) { return true }
        guard let cause = standing(id) else { return false }
        if batch.contains(where: { standing($0.id)?.suppressor == nil && standing($0.id) != nil }) {
            return true
        }
        let written =
            log.suppressed(by: suppressor, in: fleet).map(\.changedAt).max() ?? cause.raisedAt
        return now - written >= Self.batchSpan
    }
}
