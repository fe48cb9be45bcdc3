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

    /// Sets how many blocks each node is behind the reference head of these nodes of one chain, for
    /// both halves.
    mutating func deriveLag(among members: [NodeID], _ polling: Polling, at now: Timestamp) {
        deriveLag(.lag, behind: .heightBest, of: members, polling, at: now)
        deriveLag(.relayLag, behind: .relayHeightBest, of: members, polling, at: now)
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
