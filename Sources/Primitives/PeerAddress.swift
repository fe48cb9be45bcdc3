/// The address of a libp2p peer that can be dialled over TCP or a WebSocket, in its text form,
/// taken apart (multiaddr), such as `/dns4/node.example/tcp/30303/p2p/16Uiu2…`.
package struct PeerAddress: Hashable, Sendable {
    /// How the host is named.
    package let network: Network
    /// The name or IP address.
    package let host: String
    /// The TCP port, from 1 to 65535.
    package let port: Int
    /// What runs over TCP.
    package let transport: Transport
    /// The name that a TLS certificate must have, when it is not the host.
    package let serverName: String?
    /// The identity that must answer; nil for whichever.
    package let peerID: String?

    /// How a host is named, by the words of multiaddresses.
    package enum Network: String, Sendable {
        case ip4
        case ip6
        /// A name with addresses of either kind.
        case dns
        case dns4
        case dns6
    }

    /// What runs over TCP.
    package enum Transport: Sendable {
        case tcp
        case webSocket
        case secureWebSocket
    }

    /// Reads an address.
    /// - Throws: the first mistake in it.
    package init(_ text: String) throws(Mistake) {
        guard text.hasPrefix("/") else { throw .notMultiaddress }
        guard text.utf8.count <= 512, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .badCharacter
        }
        var parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)[...]
        if parts.last == "" { parts.removeLast() }
        guard let network = parts.popFirst().flatMap({ Network(rawValue: String($0)) }) else {
            throw .unknownNetwork
        }
        guard let host = parts.popFirst(), Self.isHost(host, network) else { throw .badHost }
        guard let kind = parts.popFirst() else { throw .noPort }
        guard kind == "tcp" else { throw .notTCP(String(kind.prefix(32))) }
        guard let text = parts.popFirst() else { throw .noPort }
        guard let port = UInt16(text), port > 0, text.first != "+" else { throw .badPort }
        self.network = network
        self.host = String(host)
        self.port = Int(port)
        (transport, serverName) = try Self.transport(&parts)
        peerID = try Self.peerID(&parts)
        guard parts.isEmpty else { throw .unknownPart(String(parts[parts.startIndex].prefix(32))) }
    }

    private static func isHost(_ host: Substring, _ network: Network) -> Bool {
        guard !host.isEmpty, host.utf8.count <= 253 else { return false }
        switch network {
        case .ip4:
            let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
            return numbers.count == 4
                && numbers.allSatisfy { UInt8($0) != nil && $0.first != "+" }
        case .ip6:
            return host.contains(":") && host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        case .dns, .dns4, .dns6:
            return host.allSatisfy { $0.isLetter || $0.isNumber || "-._".contains($0) }
        }
    }

    private static func transport(
        _ parts: inout ArraySlice<Substring>
    ) throws(Mistake) -> (Transport, String?) {
        switch parts.first {
        case "ws":
            parts.removeFirst()
            return (.webSocket, nil)
        case "wss":
            parts.removeFirst()
            return (.secureWebSocket, nil)
        case "tls":
            parts.removeFirst()
            var name: String?
            if parts.first == "sni" {
                parts.removeFirst()
                name = parts.popFirst().map(String.init)
            }
            guard parts.popFirst() == "ws" else { throw .tlsWithoutWebSocket }
            return (.secureWebSocket, name)
        default: return (.tcp, nil)
        }
    }

    private static func peerID(_ parts: inout ArraySlice<Substring>) throws(Mistake) -> String? {
        guard parts.first == "p2p" || parts.first == "ipfs" else { return nil }
        parts.removeFirst()
        guard let id = parts.popFirst(), isPeerID(id) else { throw .badPeerID }
        return String(id)
    }

    /// Whether this looks like a multihash in base58, or like a CID in base32.
    private static func isPeerID(_ text: Substring) -> Bool {
        text.first == "b"
            ? (50...80).contains(text.utf8.count) && text.utf8.allSatisfy(base32.contains)
            : (40...64).contains(text.utf8.count) && text.utf8.allSatisfy(base58.contains)
    }

    private static let base58 = Set(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8
    )

    private static let base32 = Set("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// What is wrong with an address.
    package enum Mistake: Error, Hashable {
        /// It does not begin with a slash.
        case notMultiaddress
        /// It holds a space, or a character beyond ASCII, or is longer than 512.
        case badCharacter
        /// It begins with something that is not dialled.
        case unknownNetwork
        /// The host does not fit the word before it.
        case badHost
        /// Nothing is said of a port.
        case noPort
        /// Another transport than TCP.
        case notTCP(String)
        /// The port is not a number from 1 to 65535.
        case badPort
        /// TLS by itself, which libp2p speaks otherwise.
        case tlsWithoutWebSocket
        /// The peer id is in neither of its two forms.
        case badPeerID
        /// A part that is not known here.
        case unknownPart(String)

        /// The mistake in words; the sentence begins with what should be an address.
        package var sentence: String {
            switch self {
            case .notMultiaddress:
                "must be a multiaddress such as /ip4/192.0.2.1/tcp/30303/p2p/16Uiu2…"
            case .badCharacter:
                "is no multiaddress: it is too long, or has a space or a character beyond ASCII"
            case .unknownNetwork: "must begin with /ip4, /ip6, /dns, /dns4 or /dns6"
            case .badHost: "has a host that does not fit the word before it"
            case .noPort: "has no port; /tcp/PORT must follow the host"
            case .notTCP("udp"):
                "has the transport 'udp', as QUIC and WebRTC do; only tcp can be dialled"
            case .notTCP(let name): "has the transport '\(name)'; only tcp can be dialled"
            case .badPort: "has a port that is not a number from 1 to 65535"
            case .tlsWithoutWebSocket: "has tls without ws behind it, which is not spoken here"
            case .badPeerID:
                "has a peer id that is none; it must be like 16Uiu2… (base58) or bafzaa… (CID)"
            case .unknownPart(let name): "has the part '\(name)', which is not spoken here"
            }
        }
    }
}

extension PeerAddress {
    /// Host and port as a person writes them.
    package var hostAndPort: String {
        network == .ip6 ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
