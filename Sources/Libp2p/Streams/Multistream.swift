/// multistream-select 1.0: two sides agree on a protocol by name (libp2p `connections/README.md`).
enum Multistream {
    static let header = "/multistream/1.0.0"
    static let refusal = "na"
    /// Longer messages are refused, as other implementations do.
    static let limitBytes = 1024

    static func message(_ text: String) -> [UInt8] { (Array(text.utf8) + [0x0A]).delimited }

    /// The next message without its line end; nil while it is not complete.
    static func take(from queue: inout ByteQueue) throws(Libp2pError) -> String? {
        guard
            var bytes = try queue.takeDelimited(
                "a multistream-select message",
                limitBytes: limitBytes
            )
        else { return nil }
        guard bytes.popLast() == 0x0A, let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed("a multistream-select message is no line of text")
        }
        return text
    }
}

/// The side that proposes.
struct MultistreamDialler {
    /// What is not proposed yet.
    private var waiting: ArraySlice<String>
    private var proposed: String
    private var hasHeader = false

    enum Outcome: Equatable {
        case waiting
        case selected(String)
        case refused
    }

    /// A dialler that proposes these protocols, the best first.
    init(_ first: String, _ others: [String] = []) {
        proposed = first
        waiting = others[...]
    }

    /// What to send first: the header and the first proposal together.
    var opening: [UInt8] {
        Multistream.message(Multistream.header) + Multistream.message(proposed)
    }

    /// Reads what came in, and leaves in the queue what belongs to the protocol agreed on.
    mutating func receive(
        _ queue: inout ByteQueue
    ) throws(Libp2pError) -> (reply: [UInt8], outcome: Outcome) {
        var reply: [UInt8] = []
        while let text = try Multistream.take(from: &queue) {
            if !hasHeader {
                guard text == Multistream.header else {
                    throw .malformed("multistream-select begins with another header")
                }
                hasHeader = true
            } else if text == proposed {
                return (reply, .selected(text))
            } else if text == Multistream.refusal {
                guard let next = waiting.popFirst() else { return (reply, .refused) }
                proposed = next
                reply += Multistream.message(next)
            } else {
                throw .malformed("the answer to the proposal of \(proposed) is another protocol")
            }
        }
        return (reply, .waiting)
    }
}

/// The side that is asked.
struct MultistreamListener {
    private var hasHeader = false
    private var proposalCount = 0
    private static let proposalLimit = 64

    /// What came of the bytes so far.
    struct Turn {
        var reply: [UInt8] = []
        /// The protocols asked for, in their order.
        var asked: [String] = []
        var selected: String?
    }

    /// Reads what came in, and leaves in the queue what belongs to the protocol agreed on.
    mutating func receive(
        _ queue: inout ByteQueue,
        accepting accepts: (String) -> Bool
    ) throws(Libp2pError) -> Turn {
        var turn = Turn()
        while turn.selected == nil, let text = try Multistream.take(from: &queue) {
            if !hasHeader {
                guard text == Multistream.header else {
                    throw .malformed("multistream-select begins with another header")
                }
                hasHeader = true
                turn.reply += Multistream.message(text)
                continue
            }
            proposalCount += 1
            guard proposalCount <= Self.proposalLimit else {
                throw .malformed("more than \(Self.proposalLimit) proposals on one stream")
            }
            turn.asked.append(text)
            if accepts(text) {
                turn.selected = text
                turn.reply += Multistream.message(text)
            } else {
                turn.reply += Multistream.message(Multistream.refusal)
            }
        }
        return turn
    }
}
