/// A stream within a connection; the two sides number theirs on their own.
struct StreamKey: Hashable {
    var number: UInt64
    var isOurs: Bool
}

/// What a muxer makes of the bytes that came in.
enum MuxerEvent: Equatable {
    /// The other side opened a stream.
    case opened(StreamKey)
    case data(StreamKey, [UInt8])
    /// The other side sends no more on the stream.
    case finished(StreamKey)
    /// The other side gave the stream up.
    case reset(StreamKey)
    case goneAway(code: UInt32)
}

/// Many streams over one connection: frames in, events out, and frames to send.
protocol StreamMuxer: Sendable {
    mutating func open() -> StreamKey
    mutating func send(_ bytes: [UInt8], on stream: StreamKey) throws(Libp2pError)
    /// Says that we send no more on the stream.
    mutating func finish(_ stream: StreamKey)
    /// Reads whole frames and leaves the rest in the queue.
    mutating func receive(_ queue: inout ByteQueue) throws(Libp2pError) -> [MuxerEvent]
    /// Says that the session ends, as far as the protocol has a way to.
    mutating func shutdown()
    /// The bytes to send since the last call.
    mutating func takeOutput() -> [UInt8]
}

/// How many streams the other side may open in one conversation; real nodes open a handful.
let inboundStreamLimit = 128

/// The ids of the muxers that are spoken here.
package enum MuxerID {
    /// yamux, of all nodes of today.
    package static let yamux = "/yamux/1.0.0"
    /// mplex, of the nodes of 2021.
    package static let mplex = "/mplex/6.7.0"
}
