/// Which network a Waku peer belongs to (66/WAKU2-METADATA): the same message asks and answers.
package struct WakuMetadata: Equatable, Sendable {
    /// The cluster; nil when left out.
    package var cluster: UInt32?
    /// The shards of the cluster that the peer takes part in.
    package var shards: [UInt32] = []

    /// The id of the protocol.
    package static let protocolID = "/vac/waku/metadata/1.0.0"
    static let limitBytes = 1024

    init(cluster: UInt32?, shards: [UInt32] = []) {
        self.cluster = cluster
        self.shards = shards
    }

    init(_ bytes: [UInt8]) throws(Libp2pError) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .number(let number)): cluster = UInt32(truncatingIfNeeded: number)
            case (2, .number(let number)), (3, .number(let number)):
                add(number)
            case (3, .bytes(let packed)):
                var rest = packed[...]
                while !rest.isEmpty {
                    guard let number = try UnsignedVarint(atStartOf: rest) else {
                        throw .malformed("the list of shards is cut off")
                    }
                    add(number.value)
                    rest = rest.dropFirst(number.byteCount)
                }
            default: break
            }
        }
    }

    private mutating func add(_ shard: UInt64) {
        let shard = UInt32(truncatingIfNeeded: shard)
        if !shards.contains(shard) { shards.append(shard) }
    }

    var bytes: [UInt8] {
        var writer = ProtobufWriter()
        if let cluster { writer.add(1, UInt64(cluster)) }
        let packed = shards.flatMap { UnsignedVarint.bytes(of: UInt64($0)) }
        if !packed.isEmpty { writer.add(3, packed) }
        return writer.bytes
    }
}
