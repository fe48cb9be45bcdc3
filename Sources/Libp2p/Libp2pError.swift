/// Why a conversation with a libp2p peer gave nothing usable, or no more than it did.
package enum Libp2pError: Error, Hashable, Sendable {
    /// The port answers, but not with multistream-select.
    case notLibp2p
    /// The peer speaks none of the protocols that are needed to go on.
    case noneAccepted([String])
    /// Another identity than the expected one answers.
    case wrongPeer(expected: String, actual: String)
    /// The signature does not bind the identity to the connection.
    case badSignature(keyType: String)
    /// Bytes that break the rules of a protocol; the text says which.
    case malformed(String)
    /// More bytes than allowed.
    case tooLarge(what: String, limitBytes: Int)
    /// The peer closed the connection while something was awaited.
    case closed(while: String)
    /// The peer said that it ends the session, with this code of yamux.
    case goneAway(code: UInt32)

    /// The reason in words.
    package var sentence: String {
        switch self {
        case .notLibp2p: "the port answers, but does not speak libp2p"
        case .noneAccepted(["/noise"]):
            "the node refuses /noise, the only encryption spoken here; it may speak TLS alone"
        case .noneAccepted(let ids): "the node speaks none of \(ids.joined(separator: ", "))"
        case .wrongPeer(let expected, let actual):
            "another identity answers: expected \(expected), got \(actual)"
        case .badSignature(let type):
            "the node does not prove its identity: bad \(type) signature"
        case .malformed(let text): text
        case .tooLarge(let what, let limit): "\(what) is larger than \(limit) bytes"
        case .closed(let stage): "the node closed the connection while \(stage)"
        case .goneAway(let code): "the node ended the session (yamux code \(code))"
        }
    }
}
