/// The topics that a peer subscribes to, read from its pubsub stream; all else is passed over.
struct PubsubTopics {
    /// In the order in which they came.
    private(set) var topics: [String] = []
    private var queue = ByteQueue()
    /// Bytes of a message too large to look into that are still to come.
    private var passingOver = 0

    private static let messageLimit = 64 << 10
    private static let topicLimit = 500
    private static let topicBytes = 512

    /// Reads what came in on the stream: messages behind their lengths.
    mutating func receive(_ bytes: [UInt8]) throws(Libp2pError) {
        queue.append(bytes)
        while queue.count > 0 {
            if passingOver > 0 {
                let count = min(passingOver, queue.count)
                queue.drop(count)
                passingOver -= count
                continue
            }
            guard let length = try UnsignedVarint(atStartOf: queue.peek(9)) else { return }
            guard length.value <= UInt64(Self.messageLimit) else {
                guard length.value <= UInt64(Int32.max) else {
                    throw .malformed("a pubsub message of more than 2 GiB is announced")
                }
                queue.drop(length.byteCount)
                passingOver = Int(length.value)
                continue
            }
            let whole = length.byteCount + Int(length.value)
            guard queue.count >= whole else { return }
            queue.drop(length.byteCount)
            try read(queue.take(Int(length.value)) ?? [])
        }
    }

    /// RPC {1 subscriptions* {1 subscribe, 2 topic}, …}.
    private mutating func read(_ message: [UInt8]) throws(Libp2pError) {
        var reader = ProtobufReader(message)
        while let (field, value) = try reader.next() {
            guard field == 1, case .bytes(let subscription) = value else { continue }
            var inner = ProtobufReader(subscription)
            var subscribes = false
            var topic: [UInt8] = []
            while let (field, value) = try inner.next() {
                switch (field, value) {
                case (1, .number(let number)): subscribes = number != 0
                case (2, .bytes(let bytes)): topic = bytes
                default: break
                }
            }
            guard topic.count <= Self.topicBytes, !topic.isEmpty else { continue }
            let name = String(decoding: topic, as: UTF8.self)
            topics.removeAll { $0 == name }
            if subscribes, topics.count < Self.topicLimit { topics.append(name) }
        }
    }
}
