/// yamux as the side that dialled (libp2p `yamux/README.md`): frames behind twelve bytes of head.
struct Yamux: StreamMuxer {
    private struct Stream {
        /// How many bytes the other side may still send, and we.
        var receiveWindow = Yamux.initialWindow
        var sendWindow = Yamux.initialWindow
        var isFinishedByUs = false
        var isFinishedByThem = false
    }

    private struct Head {
        var kind: Kind
        var flags: Flags
        var stream: UInt32
        /// The length of the data, the growth of the window, a ping's value or a code.
        var value: UInt32
    }

    private enum Kind: UInt8 {
        case data
        case windowUpdate
        case ping
        case goAway
    }

    private struct Flags: OptionSet {
        let rawValue: UInt16
        static let syn = Flags(rawValue: 1)
        static let ack = Flags(rawValue: 2)
        static let fin = Flags(rawValue: 4)
        static let rst = Flags(rawValue: 8)
    }

    private static let headLength = 12
    static let initialWindow: UInt32 = 256 * 1024

    private var streams: [UInt32: Stream] = [:]
    private var nextNumber: UInt32 = 1
    private var inboundCount = 0
    private var output: [UInt8] = []

    mutating func open() -> StreamKey {
        let number = nextNumber
        nextNumber += 2
        streams[number] = Stream()
        write(.windowUpdate, .syn, number, 0)
        return StreamKey(number: UInt64(number), isOurs: true)
    }

    mutating func send(_ bytes: [UInt8], on stream: StreamKey) throws(Libp2pError) {
        let number = UInt32(truncatingIfNeeded: stream.number)
        guard let window = streams[number]?.sendWindow, !bytes.isEmpty else { return }
        // A few hundred bytes at most; every window begins with a thousand times as many.
        guard bytes.count <= window else {
            throw .malformed("the node leaves no window to write to it")
        }
        streams[number]?.sendWindow -= UInt32(bytes.count)
        write(.data, [], number, UInt32(bytes.count))
        output += bytes
    }

    mutating func finish(_ stream: StreamKey) {
        let number = UInt32(truncatingIfNeeded: stream.number)
        guard streams[number]?.isFinishedByUs == false else { return }
        streams[number]?.isFinishedByUs = true
        write(.data, .fin, number, 0)
        forgetIfOver(number)
    }

    mutating func shutdown() {
        write(.goAway, [], 0, 0)
    }

    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    mutating func receive(_ queue: inout ByteQueue) throws(Libp2pError) -> [MuxerEvent] {
        var events: [MuxerEvent] = []
        while let head = try Self.head(queue.peek(Self.headLength)) {
            if head.kind == .data, head.value > Self.initialWindow {
                throw .tooLarge(what: "a yamux frame", limitBytes: Int(Self.initialWindow))
            }
            let length = head.kind == .data ? Int(head.value) : 0
            guard queue.count >= Self.headLength + length else { break }
            queue.drop(Self.headLength)
            try take(head, queue.take(length) ?? [], &events)
        }
        return events
    }

    private static func head(_ bytes: ArraySlice<UInt8>) throws(Libp2pError) -> Head? {
        guard bytes.count == headLength else { return nil }
        let head = Array(bytes)
        guard head[0] == 0, let kind = Kind(rawValue: head[1]) else {
            throw .malformed("a yamux frame of an unknown version or type")
        }
        return Head(
            kind: kind,
            flags: Flags(rawValue: UInt16(head[2]) << 8 | UInt16(head[3])),
            stream: number(head[4..<8]),
            value: number(head[8..<12])
        )
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private mutating func take(
        _ head: Head,
        _ data: [UInt8],
        _ events: inout [MuxerEvent]
    ) throws(Libp2pError) {
        switch head.kind {
        case .ping:
            if head.flags.contains(.syn) { write(.ping, .ack, 0, head.value) }
            return
        case .goAway:
            events.append(.goneAway(code: head.value))
            return
        case .data, .windowUpdate: break
        }
        let isOurs = head.stream % 2 == 1
        let key = StreamKey(number: UInt64(head.stream), isOurs: isOurs)
        if head.flags.contains(.syn) {
            try accept(head.stream)
            events.append(.opened(key))
        }
        // What still comes in on a stream that is over is of no interest.
        guard var stream = streams[head.stream], !stream.isFinishedByThem else { return }
        if head.flags.contains(.rst) {
            streams[head.stream] = nil
            events.append(.reset(key))
            return
        }
        if head.kind == .windowUpdate {
            stream.sendWindow = stream.sendWindow.addingClamped(head.value)
        } else if head.value > 0 {
            guard head.value <= stream.receiveWindow else {
                throw .malformed("the node sent more on a yamux stream than its window allows")
            }
            stream.receiveWindow -= head.value
            events.append(.data(key, data))
        }
        if head.flags.contains(.fin) {
            stream.isFinishedByThem = true
            events.append(.finished(key))
        }
        streams[head.stream] = stream
        widen(head.stream)
        forgetIfOver(head.stream)
    }

    private mutating func accept(_ number: UInt32) throws(Libp2pError) {
        guard number > 0, number % 2 == 0, streams[number] == nil else {
            throw .malformed("the node opened a yamux stream under a number that is not free")
        }
        inboundCount += 1
        guard inboundCount <= inboundStreamLimit else {
            throw .malformed("the node opened more than \(inboundStreamLimit) streams")
        }
        streams[number] = Stream()
        write(.windowUpdate, .ack, number, 0)
    }

    /// Everything is read as it comes, so the window is given back once half of it is used.
    private mutating func widen(_ number: UInt32) {
        guard let stream = streams[number], !stream.isFinishedByThem,
            stream.receiveWindow < Self.initialWindow / 2
        else { return }
        write(.windowUpdate, [], number, Self.initialWindow - stream.receiveWindow)
        streams[number]?.receiveWindow = Self.initialWindow
    }

    private mutating func forgetIfOver(_ number: UInt32) {
        guard let stream = streams[number] else { return }
        if stream.isFinishedByUs, stream.isFinishedByThem { streams[number] = nil }
    }

    private mutating func write(_ kind: Kind, _ flags: Flags, _ stream: UInt32, _ value: UInt32) {
        output += [0, kind.rawValue]
        output += [UInt8(flags.rawValue >> 8), UInt8(truncatingIfNeeded: flags.rawValue)]
        for number in [stream, value] {
            output += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        }
    }
}

extension UInt32 {
    fileprivate func addingClamped(_ other: UInt32) -> UInt32 {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? .max : sum
    }
}
