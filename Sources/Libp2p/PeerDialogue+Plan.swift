extension PeerDialogue {
    /// Does what is due: identify and ping first, then, once the peer has shown which relay id
    /// it asks for, the trials, and the polite end.
    mutating func advance(at now: Duration) throws(Libp2pError) {
        wakeAt = nil
        if !plan.hasBegun {
            plan.hasBegun = true
            try begin(.identify, IdentifyMessage.protocolID)
            if question.client == nil { try begin(.ping, Self.pingID) }
            report.stage = "waiting for identify"
        }
        guard let identifiedAt = plan.identifiedAt else { return }
        if !plan.hasTried {
            let due = identifiedAt + PeerPlan.timeout
            if waitsForTheirRelay, now < due {
                wakeAt = due
                report.stage = "waiting for the relay stream of the node"
                return
            }
            try beginTrials()
        }
        guard plan.open.isEmpty else { return }
        let completeAt = plan.completeAt ?? now
        plan.completeAt = completeAt
        // Without a refusal there is nothing that the peer could drop the client for.
        if question.client != nil, report.refusedID != nil, now < completeAt + PeerPlan.stay {
            wakeAt = completeAt + PeerPlan.stay
            report.stage = "staying for a moment"
            return
        }
        let due = identifiedAt + PeerPlan.timeout
        if owesAnswer, now < due {
            wakeAt = due
            report.stage = "waiting for what the node asks"
            return
        }
        endPolitely()
    }

    /// Whether the node asks something at this moment, or soon will.
    ///
    /// One of a Waku network of today asks every new peer for its cluster, and takes silence for a
    /// fault. An answer may get lost when the connection ends before it is read.
    private var owesAnswer: Bool {
        let isOwing = streams.values.contains {
            $0.listener != nil || [.answerMetadata, .answered].contains($0.purpose)
        }
        return isOwing
            || question.client == nil && report.protocols.contains(WakuMetadata.protocolID)
                && !report.asked.contains(WakuMetadata.protocolID)
    }

    static let pingID = "/ipfs/ping/1.0.0"

    private var waitsForTheirRelay: Bool {
        report.protocols.contains(where: \.isPubsub) && !report.asked.contains(where: \.isPubsub)
    }

    private mutating func beginTrials() throws(Libp2pError) {
        plan.hasTried = true
        report.stage = "trying protocols"
        // A client that matches exactly opens no stream for an id that the peer does not list.
        let ids = question.client?.protocols.filter(report.protocols.contains)
        var tried: Set<String> = []
        for id in ids ?? question.protocols where tried.insert(id).inserted {
            try begin(.trial(id), id)
        }
        if question.client == nil, report.protocols.contains(WakuMetadata.protocolID) {
            try begin(.askMetadata, WakuMetadata.protocolID)
        }
    }

    /// Says goodbye on every stream, never by a reset: nodes of 2021 close the muxer then.
    private mutating func endPolitely() {
        for key in streams.keys { muxer?.finish(key) }
        muxer?.shutdown()
        phase = .finished
        report.stage = ""
    }

    private mutating func begin(
        _ purpose: PeerStream.Purpose,
        _ id: String
    ) throws(Libp2pError) {
        guard let key = muxer?.open() else { return }
        let dialler = MultistreamDialler(id)
        try muxer?.send(dialler.opening, on: key)
        streams[key] = PeerStream(purpose: purpose, dialler: dialler)
        plan.open.insert(key)
    }

    /// Ends a stream of ours that did what it was for.
    mutating func done(_ key: StreamKey) {
        muxer?.finish(key)
        streams[key] = nil
        plan.open.remove(key)
    }

    mutating func note(_ part: String, _ error: Libp2pError) {
        guard report.notes.count < 100 else { return }
        report.notes.append(PeerReport.Note(part: part, error: error))
    }
}
