extension PeerDialogue {
    mutating func take(_ event: MuxerEvent, at now: Duration) throws(Libp2pError) {
        switch event {
        case .opened(let key):
            streams[key] = PeerStream(purpose: .unknown, listener: MultistreamListener())
        case .data(let key, let bytes):
            streams[key]?.input.append(bytes)
            try readStream(key, at: now)
        case .finished(let key): end(key, at: now)
        case .reset(let key): end(key, at: now)
        case .goneAway(let code):
            report.droppedAt = now
            guard plan.isComplete else { throw .goneAway(code: code) }
            phase = .finished
        }
    }

    /// A stream that ends before its answer gave none; what came before the end is read by then.
    private mutating func end(_ key: StreamKey, at now: Duration) {
        guard let stream = streams[key] else { return }
        if stream.purpose.isErrand {
            switch stream.purpose {
            case .trial(let id): report.accepted[id] = false
            case .identify: plan.identifiedAt = now
            case .ping, .askMetadata, .unknown, .listenToPubsub, .answerMetadata, .answered,
                .ignored:
                break
            }
            note(
                stream.purpose.word,
                .malformed("the node ended the stream without an answer")
            )
        }
        done(key)
    }

    private mutating func readStream(_ key: StreamKey, at now: Duration) throws(Libp2pError) {
        guard var stream = streams[key] else { return }
        if var dialler = stream.dialler {
            let (reply, outcome) = try dialler.receive(&stream.input)
            stream.dialler = dialler
            try muxer?.send(reply, on: key)
            switch outcome {
            case .waiting:
                streams[key] = stream
                return
            case .refused: return refused(key, stream.purpose, at: now)
            case .selected:
                stream.dialler = nil
                try selected(key, &stream, at: now)
            }
        } else if var listener = stream.listener {
            let turn = try listener.receive(&stream.input, accepting: question.accepts)
            stream.listener = turn.selected == nil ? listener : nil
            record(turn, at: now)
            try muxer?.send(turn.reply, on: key)
            if let id = turn.selected { try serve(id, &stream, key) }
        }
        // The stream may be over by now.
        guard streams[key] != nil else { return }
        try readContent(key, &stream, at: now)
        if streams[key] != nil { streams[key] = stream }
    }

    private mutating func refused(
        _ key: StreamKey,
        _ purpose: PeerStream.Purpose,
        at now: Duration
    ) {
        switch purpose {
        case .trial(let id): report.accepted[id] = false
        case .ping: report.isPingRefused = true
        case .identify:
            plan.identifiedAt = now
            note("identify", .noneAccepted([IdentifyMessage.protocolID]))
        case .askMetadata, .unknown, .listenToPubsub, .answerMetadata, .answered, .ignored: break
        }
        done(key)
    }

    private mutating func selected(
        _ key: StreamKey,
        _ stream: inout PeerStream,
        at now: Duration
    ) throws(Libp2pError) {
        switch stream.purpose {
        case .ping:
            stream.sentAt = now
            let bytes = secrets.ping
            try muxer?.send(bytes, on: key)
        case .trial(let id):
            report.accepted[id] = true
            done(key)
        case .askMetadata:
            let own = WakuMetadata(cluster: question.cluster ?? report.metadata?.cluster)
            try muxer?.send(own.bytes.delimited, on: key)
        case .identify, .unknown, .listenToPubsub, .answerMetadata, .answered, .ignored: break
        }
    }

    private mutating func readContent(
        _ key: StreamKey,
        _ stream: inout PeerStream,
        at now: Duration
    ) throws(Libp2pError) {
        switch stream.purpose {
        case .identify where stream.dialler == nil:
            guard let bytes = try take(IdentifyMessage.limitBytes, "identify", &stream) else {
                return
            }
            report.identify = try IdentifyMessage(bytes)
            report.identified = now
            plan.identifiedAt = now
            done(key)
        case .ping where stream.dialler == nil:
            guard let echo = stream.input.take(secrets.ping.count) else { return }
            if echo == secrets.ping {
                report.ping = stream.sentAt.map { now - $0 }
            } else {
                note("ping", .malformed("the node answered with other bytes"))
            }
            done(key)
        case .askMetadata where stream.dialler == nil:
            guard let bytes = try take(WakuMetadata.limitBytes, "metadata", &stream) else { return }
            report.metadata = try WakuMetadata(bytes)
            done(key)
        case .answerMetadata:
            guard let bytes = try take(WakuMetadata.limitBytes, "metadata", &stream) else { return }
            let theirs = try WakuMetadata(bytes)
            if report.metadata == nil { report.metadata = theirs }
            let own = WakuMetadata(cluster: question.cluster ?? theirs.cluster)
            try muxer?.send(own.bytes.delimited, on: key)
            muxer?.finish(key)
            stream.purpose = .answered
        case .listenToPubsub:
            try stream.pubsub.receive(stream.input.takeAll())
            for topic in stream.pubsub.topics where !report.topics.contains(topic) {
                report.topics.append(topic)
            }
        case .answered, .ignored: stream.input.drop(.max)
        // Nothing is read of it before both sides agree what it is for.
        case .identify, .ping, .askMetadata, .trial, .unknown: break
        }
    }

    private func take(
        _ limit: Int,
        _ what: String,
        _ stream: inout PeerStream
    ) throws(Libp2pError) -> [UInt8]? {
        try stream.input.takeDelimited("the \(what) message", limitBytes: limit)
    }

    // MARK: What the peer asks of us

    private mutating func record(_ turn: MultistreamListener.Turn, at now: Duration) {
        for id in turn.asked {
            if report.asked.count < 64, !report.asked.contains(id) { report.asked.append(id) }
            guard id != turn.selected, report.refusedID == nil,
                question.client?.protocols.contains(where: id.isOtherVersion) == true
            else { continue }
            report.refusedID = id
            report.refusedAt = now
        }
    }

    private mutating func serve(
        _ id: String,
        _ stream: inout PeerStream,
        _ key: StreamKey
    ) throws(Libp2pError) {
        stream.purpose = .ignored
        if id == IdentifyMessage.protocolID {
            var own = IdentifyMessage()
            own.publicKey = identity.publicKey.encoded
            own.protocols = question.ownProtocols
            own.protocolVersion = "ipfs/0.1.0"
            own.agentVersion = "tocsin"
            try muxer?.send(own.bytes.delimited, on: key)
            muxer?.finish(key)
            stream.purpose = .answered
        } else if id == WakuMetadata.protocolID {
            stream.purpose = .answerMetadata
        } else if id.isPubsub {
            stream.purpose = .listenToPubsub
        }
    }
}
