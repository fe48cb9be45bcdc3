@testable import Libp2p

/// yamux as the side that was dialled, for peers of the tests: no windows, for little is sent.
struct YamuxListener: StreamMuxer {
    private var nextNumber: UInt64 = 2
    private var output: [UInt8] = []
    private(set) var hasGoneAway = false

    static func frame(
        _ kind: UInt8,
        _ flags: UInt8,
        _ stream: UInt64,
        _ value: Int,
        _ data: [UInt8] = []
    ) -> [UInt8] {
        let numbers = [Int(stream), value].flatMap { number in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        }
        return [0, kind, 0, flags] + numbers + data
    }

    mutating func open() -> StreamKey {
        defer { nextNumber += 2 }
        output += Self.frame(1, 1, nextNumber, 0)
        return StreamKey(number: nextNumber, isOurs: true)
    }

    mutating func send(_ bytes: [UInt8], on stream: StreamKey) {
        guard !bytes.isEmpty else { return }
        output += Self.frame(0, 0, stream.number, bytes.count, bytes)
    }

    mutating func finish(_ stream: StreamKey) {
        output += Self.frame(0, 4, stream.number, 0)
    }

    mutating func receive(_ queue: inout ByteQueue) -> [MuxerEvent] {
        var events: [MuxerEvent] = []
        while queue.count >= 12 {
            let head = Array(queue.peek(12))
            let value = head[8...].reduce(0) { $0 << 8 | Int($1) }
            guard head[1] != 0 || queue.count >= 12 + value else { break }
            queue.drop(12)
            let number = head[4..<8].reduce(0) { $0 << 8 | UInt64($1) }
            let key = StreamKey(number: number, isOurs: number % 2 == 0)
            if head[1] == 3 {
                hasGoneAway = true
                continue
            }
            if head[3] & 1 != 0 { events.append(.opened(key)) }
            if head[1] == 0, value > 0 { events.append(.data(key, queue.take(value) ?? [])) }
            if head[3] & 4 != 0 { events.append(.finished(key)) }
            if head[3] & 8 != 0 { events.append(.reset(key)) }
        }
        return events
    }

    mutating func shutdown() { output += Self.frame(3, 0, 0, 0) }

    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }
}
