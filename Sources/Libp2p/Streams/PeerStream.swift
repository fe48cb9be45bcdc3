/// A stream within a conversation: what it is for and how far it got.
struct PeerStream {
    /// Why a stream is there.
    enum Purpose: Equatable {
        /// Ours.
        case identify
        case ping
        case trial(String)
        case askMetadata
        /// Theirs, before it is known what for.
        case unknown
        case listenToPubsub
        case answerMetadata
        /// Theirs, and answered: all that is awaited is that they end it, having read the answer.
        case answered
        /// Theirs, and nothing on it matters.
        case ignored

        /// The part's word in findings.
        var word: String {
            switch self {
            case .identify: "identify"
            case .ping: "ping"
            case .trial(let id): id
            case .askMetadata: "metadata"
            case .unknown, .listenToPubsub, .answerMetadata, .answered, .ignored:
                "stream of the node"
            }
        }

        /// Whether the conversation waits for it.
        var isErrand: Bool {
            switch self {
            case .identify, .ping, .trial, .askMetadata: true
            case .unknown, .listenToPubsub, .answerMetadata, .answered, .ignored: false
            }
        }
    }

    var purpose: Purpose
    var input = ByteQueue()
    /// There until the protocol is agreed on.
    var dialler: MultistreamDialler?
    var listener: MultistreamListener?
    var pubsub = PubsubTopics()
    /// When the ping was sent.
    var sentAt: Duration?
}

/// How far a conversation is with what it set out to do.
struct PeerPlan {
    /// Errands under way.
    var open: Set<StreamKey> = []
    var hasBegun = false
    /// When the peer identified itself, or refused to.
    var identifiedAt: Duration?
    var hasTried = false
    /// When all answers were there.
    var completeAt: Duration?

    var isComplete: Bool { completeAt != nil }

    /// How long a node of a relay network gets to open its own stream before ours are tried: a
    /// stream of ours would change the id that it asks for.
    static let timeout = Duration.seconds(1)
    /// How long an emulated client stays, for a node drops it within a round trip or not at all.
    static let stay = Duration.milliseconds(1500)
}
