import Primitives
import FleetModel

extension FleetReadings {
    /// Counts, for each Waku node, the other nodes of the fleet that it is linked to.
    ///
    /// A link counts when either side lists the other as connected: the node of 2021 lists only
    /// the peers that it dialled itself. A node without a peer list of its own has no link only as
    /// far as is known, so its links count once all of them are seen from the other side; and
    /// nothing is said while a sibling was not asked yet. Not knowing is not the same as no link.
    mutating func deriveSiblingLinks(
        among members: [NodeID],
        _ polling: Polling,
        at now: Timestamp
    ) {
        guard members.count > 1 else { return }
        var peerIDs: [NodeID: String] = [:]
        var connected: [NodeID: Set<String>] = [:]
        for id in members {
            guard let readings = nodes[id] else { continue }
            peerIDs[id] = readings[.peerID]
            if let list = readings.facts[.connectedPeers],
                now - list.at <= polling.staleAfter
            {
                connected[id] = Set(list.values)
            }
        }
        for id in members {
            guard let own = peerIDs[id], members.allSatisfy({ nodes[$0] != nil }) else {
                derive(.siblingLinks, nil, of: id, every: polling.interval, at: now)
                continue
            }
            let links = members.count { other in
                guard other != id, let otherID = peerIDs[other] else { return false }
                return connected[id]?.contains(otherID) == true
                    || connected[other]?.contains(own) == true
            }
            let isKnown = connected[id] != nil || links == members.count - 1
            let value = isKnown ? Double(links) : nil
            derive(.siblingLinks, value, of: id, every: polling.interval, at: now)
        }
    }

    /// Sets how many blocks each node is behind the reference head of those among these nodes that
    /// are on its chain, for both halves.
    mutating func deriveLag(among members: [NodeID], _ polling: Polling, at now: Timestamp) {
        for chain in chains(of: members, .genesis, .chain) {
            deriveLag(.lag, behind: .heightBest, of: chain, polling, at: now)
        }
        for chain in chains(of: members, .relayGenesis) {
            deriveLag(.relayLag, behind: .relayHeightBest, of: chain, polling, at: now)
        }
    }

    /// The nodes by chain: by its genesis or, where that is not told, by its name.
    ///
    /// Those that tell neither belong to the chain of most.
    private func chains(
        of members: [NodeID],
        _ genesis: FactName,
        _ name: FactName? = nil
    ) -> [[NodeID]] {
        var genesisOfName: [String: String] = [:]
        var marks: [String: [NodeID]] = [:]
        var unmarked: [NodeID] = []
        for id in members {
            guard let own = nodes[id], let hash = own[genesis] else { continue }
            if let name, let called = own[name] { genesisOfName[called] = hash }
        }
        for id in members {
            let called = name.flatMap { nodes[id]?[$0] }
            let mark = nodes[id]?[genesis] ?? called.map { genesisOfName[$0] ?? $0 }
            if let mark { marks[mark, default: []].append(id) } else { unmarked.append(id) }
        }
        let most = marks.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key ?? ""
        marks[most, default: []] += unmarked
        return Array(marks.values)
    }

    /// The reference head is the median of the fresh heads, so that neither one node ahead nor
    /// several stuck ones set the measure; with fewer than three nodes it is the highest.
    private mutating func deriveLag(
        _ lag: MetricName,
        behind height: MetricName,
        of members: [NodeID],
        _ polling: Polling,
        at now: Timestamp
    ) {
        let fresh = members.compactMap { id -> (NodeID, Double)? in
            guard let reading = nodes[id]?.metrics[height],
                now - reading.at <= polling.staleAfter, reading.value.isFinite
            else { return nil }
            return (id, reading.value)
        }
        let known = Set(fresh.map(\.0))
        for id in members where fresh.count < 2 || !known.contains(id) {
            derive(lag, nil, of: id, every: polling.interval, at: now)
        }
        guard fresh.count > 1 else { return }
        let moving = fresh.filter { id, _ in
            guard let reading = nodes[id]?.metrics[height] else { return false }
            return now - reading.changedAt <= polling.staleAfter * 3
        }
        let heads = (moving.isEmpty ? fresh : moving).map(\.1).sorted()
        let reference = heads.count < 3 ? heads[heads.count - 1] : heads[heads.count / 2]
        for (id, value) in fresh {
            let blocks = max(0, reference - value)
            derive(lag, blocks, of: id, every: polling.interval, at: now)
        }
    }
}
