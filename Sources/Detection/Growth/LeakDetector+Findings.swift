import FleetModel
import IncidentLog
import Primitives

extension LeakDetector {
    /// What is known of one node, its leak first and then what causes leaks.
    func judgements(
        of place: Int,
        _ versions: [NodeID: String],
        at now: Timestamp
    ) -> [Judgement] {
        var result: [Judgement] = []
        let queue = queueFinding(of: place, at: now)
        let phantoms = phantomFinding(of: place)
        let node = nodes[place]
        if node.isCurrent(at: now) {
            if let proof = node.memory.proof {
                var causes: [Finding] = []
                if case .stands(let finding) = queue { causes.append(finding) }
                if let phantoms { causes.append(phantoms) }
                result.append(
                    .stands(leakFinding(of: place, proof, causes, versions, at: now))
                )
            } else if node.memory.isJudged {
                result.append(.calm(node.ids.leak))
            }
        }
        if let queue { result.append(queue) }
        if let phantoms {
            result.append(.stands(phantoms))
        } else if node.phantoms.isJudged {
            result.append(.calm(node.ids.phantoms))
        }
        return result
    }

    private func leakFinding(
        of place: Int,
        _ proof: MemorySeries.Proof,
        _ causes: [Finding],
        _ versions: [NodeID: String],
        at now: Timestamp
    ) -> Finding {
        let node = nodes[place]
        let memory = node.memory
        let rate = memory.rate(of: proof.scale) ?? memory.youngRate ?? proof.rate
        let grown = max(0, memory.level - proof.from)
        let name = fleet.nodes[place].id
        var text =
            "memory grows on \(name): \(Self.rateText(rate)), \(NumberText.bytes(grown)) so far"
        if let limit = node.limit(memory: memory.level), rate > 0 {
            let left = Duration.seconds(
                Int64(min(1e9, max(0, limit - memory.level) / rate * 3600))
            )
            if left < .seconds(14 * 86_400) {
                text += "; full at \((now + left).minute) (in \(left.brief))"
            }
        }
        for cause in causes {
            text += "; " + [cause.fault, cause.detail].compactMap { $0 }.joined(separator: ": ")
        }
        let shares = shares(of: place, versions)
        if let shares { text += "; " + shares.sentence }
        return Finding(
            id: node.ids.leak,
            kind: .leak,
            priority: proof.level == .page ? .critical : .warning,
            text: text,
            nodes: [name],
            since: proof.since,
            evidence: evidence(of: place, versions, shares?.counts),
            meaning: causes.isEmpty
                ? "a leak: restart the process before its memory is full, and compare with nodes "
                    + "of another version"
                : "what nobody reads stays in memory: a restart gains time, another version or "
                    + "configuration ends it",
            causes: causes.map(\.id)
        )
    }

    private func evidence(
        of place: Int,
        _ versions: [NodeID: String],
        _ correlation: String?
    ) -> [String] {
        let node = nodes[place]
        let memory = node.memory
        var lines: [String] = []
        for (index, scale) in MemoryScale.all.enumerated() {
            guard let trend = memory.scales[index].trend, let rate = memory.rate(of: index) else {
                continue
            }
            lines.append(
                "over \(scale.name): \(Self.rateText(rate)), "
                    + "confidence \(NumberText.fixed(trend.confidence, decimals: 1)), "
                    + "residual \(NumberText.bytes(trend.residual)), second half "
                    + "\(Self.rateText(trend.secondHalf / Double(scale.binsPerPoint) * 12)) "
                    + "after \(Self.rateText(trend.firstHalf / Double(scale.binsPerPoint) * 12))"
            )
        }
        if let young = memory.youngRate, memory.scales[0].trend == nil {
            lines.append("since the restart: \(Self.rateText(young))")
        }
        if let surprise = memory.surprise {
            lines.append(
                "growth lies \(NumberText.fixed(surprise, decimals: 1)) spreads above that of "
                    + "earlier processes of this age"
            )
        } else {
            lines.append("no earlier process of this age to compare with")
        }
        if let limit = node.limit(memory: memory.level) {
            lines.append(
                "memory \(NumberText.bytes(memory.level)) of \(NumberText.bytes(limit))"
            )
        }
        for (version, group) in siblings.groups.sorted(by: { $0.key < $1.key }) {
            lines.append(
                "\(version): \(Self.rateText(group.rate)) at the median of \(group.known) nodes"
            )
        }
        if let correlation { lines.append(correlation) }
        return lines
    }

    /// How many nodes of each version leak; nil when one version runs everywhere.
    private func shares(of place: Int, _ versions: [NodeID: String]) -> NodeShares? {
        NodeShares.byVersion(
            versions[fleet.nodes[place].id],
            zip(fleet.nodes, nodes).map { (versions[$0.id], $1.memory.proof != nil) }
        )
    }

    static func rateText(_ bytesPerHour: Double) -> String {
        let size = abs(bytesPerHour) / 1e6
        return NumberText.fixed(bytesPerHour / 1e6, decimals: size < 10 ? 1 : 0) + " MB/h"
    }
}

// MARK: Causes

extension LeakDetector {
    private func queueFinding(of place: Int, at now: Timestamp) -> Judgement? {
        let node = nodes[place]
        var proofs: [(MetricName, QueueSeries.Proof)] = []
        var isCalm = false
        for (metric, queue) in node.queues.sorted(by: { $0.key < $1.key }) {
            guard let last = queue.lastAt, now - last < .seconds(900) else { continue }
            switch queue.state {
            case .standing(let proof): proofs.append((metric, proof))
            case .calm: isCalm = true
            case .unknown: break
            }
        }
        guard let first = proofs.first else { return isCalm ? .calm(node.ids.queue) : nil }
        let largest = proofs.max { $0.1.waiting < $1.1.waiting } ?? first
        let pace = largest.1.perMinute.map {
            ", \(NumberText.fixed($0, decimals: 0)) more a minute"
        }
        return .stands(
            Finding(
                id: node.ids.queue,
                kind: .backlog,
                priority: proofs.contains { $0.1.isPage } ? .critical : .warning,
                text: "unread channel grows on \(fleet.nodes[place].id): "
                    + "\(NumberText.brief(largest.1.waiting)) messages in \(largest.0)\(pace ?? "")"
                    + (node.memory.proof == nil ? "; memory will follow" : ""),
                nodes: [fleet.nodes[place].id],
                since: proofs.map(\.1.since).min() ?? now,
                evidence: proofs.map { metric, proof in
                    "\(metric) \(NumberText.brief(proof.waiting))"
                        + (proof.perMinute.map {
                            ", rising by \(NumberText.fixed($0, decimals: 1)) a minute"
                        } ?? ", at least 200 for 5m")
                },
                meaning: "a part of the program stopped reading its channel, and what is sent "
                    + "stays in memory. With Substrate 0.9.22 to 0.9.24 on Kusama: the BEEFY gadget"
            )
        )
    }

    private func phantomFinding(of place: Int) -> Finding? {
        let node = nodes[place]
        guard let proof = node.phantoms.proof else { return nil }
        return Finding(
            id: node.ids.phantoms,
            kind: .leak,
            priority: .warning,
            text: "gossip keeps dead peers on \(fleet.nodes[place].id): "
                + "\(NumberText.brief(proof.count)) that are gone, "
                + "\(NumberText.fixed(proof.perDay, decimals: 0)) more a day",
            nodes: [fleet.nodes[place].id],
            since: proof.since,
            evidence: [
                "\(NumberText.brief(proof.connected)) peers are connected, gossip knows "
                    + "\(NumberText.brief(proof.connected + proof.count))"
            ],
            meaning: "a leak of nim-libp2p: each dead peer holds some megabytes until a restart"
        )
    }
}

extension Timestamp {
    /// The moment to the minute, such as `2022-07-26 21:26Z`.
    fileprivate var minute: String { "\(date) \(hourMinute)Z" }
}
