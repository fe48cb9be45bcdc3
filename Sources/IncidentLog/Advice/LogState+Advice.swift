import FleetModel
import Primitives

extension LogState {
    func decide(_ command: AdviceCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .draft(let id, let kind, let version, let signal):
            // Whatever was said of the version before, nobody is asked twice.
            let isKnown = advice.contains { known in
                known.kind == kind && mayBeSame(known.fleet, context.fleet)
                    && known.isAbout(version)
            }
            guard !isKnown else { return [] }
            let event = AdviceEvent.drafted(
                number: (advice.last?.number ?? 0) + 1,
                fleet: context.fleet,
                kind: kind,
                version: version,
                signal: signal
            )
            return [Decision(id, .advice(event))]
        case .give(let id, let kind, let version, let words):
            let fleet = try id.map { id throws(Refusal) in try knownIncident(id).fleet }
            let version = try text(version, "the version")
            let named = (fleet ?? nil) ?? context.fleet
            if advice.contains(where: {
                $0.stands && $0.kind == kind && $0.version == version && $0.fleet == named
            }) {
                throw Refusal(.invalid, "this advice stands already: \(kind.words(version))")
            }
            let draft = advice.first {
                $0.isDraft && $0.kind == kind && $0.fleet == named && $0.isAbout(version)
            }
            return [
                Decision(
                    id,
                    .advice(
                        .given(
                            number: draft?.number ?? (advice.last?.number ?? 0) + 1,
                            fleet: named,
                            kind: kind,
                            version: version,
                            text: words
                        )
                    )
                )
            ]
        case .end(let number, let reason):
            guard let known = advice.first(where: { $0.number == number }) else {
                throw Refusal(.invalid, "there is no advice \(number); see 'advice list'")
            }
            guard known.stands || known.isDraft else {
                throw Refusal(.invalid, "advice \(number) stands no more")
            }
            let reason = try text(reason, "the reason")
            return [Decision(known.incident, .advice(.ended(number: number, reason: reason)))]
        }
    }

    mutating func apply(_ event: AdviceEvent, of entry: Entry) {
        switch event {
        case .drafted(let number, let fleet, let kind, let version, let signal):
            begin(number, kind, version, of: fleet, entry) { $0.draftedFor = signal }
        case .given(let number, let fleet, let kind, let version, let text):
            if let index = advice.firstIndex(where: { $0.number == number && $0.isDraft }) {
                return advice[index].give(version, text, entry)
            }
            begin(number, kind, version, of: fleet, entry) { $0.text = text }
        case .ended(let number, let reason):
            guard let index = advice.firstIndex(where: { $0.number == number }) else { return }
            advice[index].endedAt = entry.occurredAt
            advice[index].reason = reason
            advice[index].endEntry = entry.id
        }
    }

    private mutating func begin(
        _ number: Int,
        _ kind: AdviceKind,
        _ version: String,
        of fleet: String?,
        _ entry: Entry,
        _ finish: (inout Advice) -> Void
    ) {
        guard number > advice.last?.number ?? 0 else { return }
        let nodes = versionCounts(of: fleet)
        var new = Advice(number, kind, version, of: fleet, nodes: nodes, entry)
        finish(&new)
        advice.append(new)
    }

    /// Counts what the network runs on, after a node told another version.
    mutating func countVersion(
        of node: NodeKey,
        from before: String?,
        to version: String?,
        at moment: Timestamp
    ) {
        guard before != version else { return }
        for index in advice.indices
        where advice[index].endedAt == nil && mayBeSame(advice[index].fleet, node.fleet) {
            var nodes = advice[index].counts.last?.nodes ?? [:]
            if let before, let count = nodes[before] { nodes[before] = count > 1 ? count - 1 : nil }
            if let version { nodes[version, default: 0] += 1 }
            advice[index].add(.init(at: moment, nodes: nodes, node: node.id))
        }
    }

    private func versionCounts(of fleet: String?) -> [String: Int] {
        var nodes: [String: Int] = [:]
        for (key, facts) in nodeFacts where mayBeSame(key.fleet, fleet) {
            guard let version = facts.values[.version]?.first else { continue }
            nodes[version, default: 0] += 1
        }
        return nodes
    }

    mutating func removeText(of id: EntryID, _ event: AdviceEvent) {
        for index in advice.indices {
            switch event {
            case .given(_, _, _, _, let text):
                if advice[index].entry == id { advice[index].text = text }
            case .ended(_, let reason):
                if advice[index].endEntry == id { advice[index].reason = reason }
            case .drafted: break
            }
        }
    }
}

extension Advice {
    fileprivate init(
        _ number: Int,
        _ kind: AdviceKind,
        _ version: String,
        of fleet: String?,
        nodes: [String: Int],
        _ entry: Entry
    ) {
        self.number = number
        incident = entry.incident
        self.fleet = fleet
        self.kind = kind
        self.version = version
        givenAt = entry.occurredAt
        counts = [Count(at: entry.occurredAt, nodes: nodes, node: nil)]
        self.entry = entry.id
    }

    /// Stands from now on as somebody worded it; what ran meanwhile stays counted.
    fileprivate mutating func give(_ version: String, _ text: String?, _ entry: Entry) {
        draftedFor = nil
        incident = entry.incident ?? incident
        self.version = version
        self.text = text
        givenAt = entry.occurredAt
        self.entry = entry.id
    }

    /// Whether it is about this version, whoever wrote it with the `v` of a tag and who without.
    fileprivate func isAbout(_ version: String) -> Bool {
        names(version) || Self.isVersion(self.version, version)
    }

    fileprivate mutating func add(_ count: Count) {
        counts.append(count)
        // The first tells where it began.
        if counts.count > Self.countLimit { counts.remove(at: 1) }
    }

    mutating func move(by step: Duration) {
        givenAt = givenAt + step
        endedAt = endedAt.map { $0 + step }
        for index in counts.indices { counts[index].at = counts[index].at + step }
    }
}
