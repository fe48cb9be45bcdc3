/// mplex as the side that dialled (libp2p `mplex/README.md`): no windows, no way to end a session.
struct Mplex: StreamMuxer {
    private struct Stream {
        var isFinishedByUs = false
        var isFinishedByThem = false
    }

    /// The low three bits of a frame's first number; the side that opened the stream uses the
    /// even ones of the last three pairs.
    private enum Flag {
        static let newStream: UInt64 = 0
        static let messageReceiver: UInt64 = 1
        static let messageInitiator: UInt64 = 2
        static let closeReceiver: UInt64 = 3
        static let closeInitiator: UInt64 = 4
        static let resetReceiver: UInt64 = 5
        static let resetInitiator: UInt64 = 6
    }

    private static let frameLimit = 1 << 20

    private var streams: [StreamKey: Stream] = [:]
    private var nextNumber: UInt64 = 0
    private var inboundCount = 0
    private var output: [UInt8] = []

    mutating func open() -> StreamKey {
        let key = StreamKey(number: nextNumber, isOurs: true)
        nextNumber += 1
        streams[key] = Stream()
        write(key.number, Flag.newStream, Array(String(key.number).utf8))
        return key
    }

    mutating func send(_ bytes: [UInt8], on stream: StreamKey) throws(Libp2pError) {
        guard streams[stream]?.isFinishedByUs == false, !bytes.isEmpty else { return }
        guard bytes.count <= Self.frameLimit else {
            throw .tooLarge(what: "an mplex frame of our own", limitBytes: Self.frameLimit)
        }
        let flag = stream.isOurs ? Flag.messageInitiator : Flag.messageReceiver
        write(stream.number, flag, bytes)
    }

    mutating func finish(_ stream: StreamKey) {
        guard streams[stream]?.isFinishedByUs == false else { return }
        streams[stream]?.isFinishedByUs = true
        write(stream.number, stream.isOurs ? Flag.closeInitiator : Flag.closeReceiver, [])
        forgetIfOver(stream)
    }

    mutating func shutdown() {}

    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    mutating func receive(_ queue: inout ByteQueue) throws(Libp2pError) -> [MuxerEvent] {
        var events: [MuxerEvent] = []
        while let head = try UnsignedVarint(atStartOf: queue.peek(UnsignedVarint.lengthLimit)) {
            let tail = queue.peek(2 * UnsignedVarint.lengthLimit).dropFirst(head.byteCount)
            guard let length = try UnsignedVarint(atStartOf: tail) else { break }
            guard length.value <= UInt64(Self.frameLimit) else {
                throw .tooLarge(what: "an mplex frame", limitBytes: Self.frameLimit)
            }
            let headLength = head.byteCount + length.byteCount
            guard queue.count >= headLength + Int(length.value) else { break }
            queue.drop(headLength)
            let data = queue.take(Int(length.value)) ?? []
            try take(head.value >> 3, head.value & 7, data, &events)
        }
        return events
    }

    private mutating func take(
        _ number: UInt64,
        _ flag: UInt64,
        _ data: [UInt8],
        _ events: inout [MuxerEvent]
    ) throws(Libp2pError) {
        // Who receives a stream's messages did not open it: such frames are about ours.
        let isOurs = flag % 2 == 1
        let key = StreamKey(number: number, isOurs: isOurs)
        if flag == Flag.newStream {
            try accept(key)
            events.append(.opened(key))
            return
        }
        guard flag <= Flag.resetInitiator else {
            throw .malformed("an mplex frame of an unknown type")
        }
        guard streams[key]?.isFinishedByThem == false else { return }
        switch flag {
        case Flag.messageReceiver, Flag.messageInitiator:
            if !data.isEmpty { events.append(.data(key, data)) }
        case Flag.closeReceiver, Flag.closeInitiator:
            streams[key]?.isFinishedByThem = true
            events.append(.finished(key))
            forgetIfOver(key)
        default:
            streams[key] = nil
            events.append(.reset(key))
        }
    }

    private mutating func accept(_ key: StreamKey) throws(Libp2pError) {
        guard streams[key] == nil else {
            throw .malformed("the node opened an mplex stream under a number that is not free")
        }
        inboundCount += 1
        guard inboundCount <= inboundStreamLimit else {
            throw .malformed("the node opened more than \(inboundStreamLimit) streams")
        }
        streams[key] = Stream()
    }

    private mutating func forgetIfOver(_ key: StreamKey) {
        guard let stream = streams[key] else { return }
        if stream.isFinishedByUs, stream.isFinishedByThem { streams[key] = nil }
    }

    private mutating func write(_ number: UInt64, _ flag: UInt64, _ data: [UInt8]) {
        output += UnsignedVarint.bytes(of: number << 3 | flag) + data.delimited
    }
}
