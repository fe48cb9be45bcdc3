/// A libp2p address in its text form, for example `/dns4/node.example/tcp/30303/p2p/16U…`.
package struct Multiaddress: Sendable, Hashable {
    /// One step of the path.
    package struct Component: Sendable, Hashable {
        /// The protocol, for example `tcp`.
        package let name: String
        /// Its value; nil for protocols without one, such as `ws`.
        package let value: String?
    }

    /// How bytes travel to the address.
    package enum Transport: Sendable, Hashable {
        /// Plain TCP.
        case tcp
        /// WebSocket without encryption of its own.
        case webSocket
        /// WebSocket over TLS: `/wss` or `/tls/ws`.
        case secureWebSocket
        /// QUIC over UDP.
        case quic
        /// WebTransport over QUIC.
        case webTransport
        /// WebRTC.
        case webRTC
        /// UDP with nothing known above it.
        case udp
        /// Something else, or nothing but an identity.
        case other
    }

    /// The address as it was given.
    package let text: String
    /// The steps from left to right.
    package let components: [Component]

    /// Reads the text form; protocols we do not know are taken to have no value.
    ///
    /// - Throws: `WireFormatError.unexpectedText` when the text does not begin with a slash,
    ///   has an empty step, or ends where a value is due.
    package init(_ text: String) throws(WireFormatError) {
        guard text.utf8.count <= Self.lengthLimit, text.utf8.first == UInt8(ascii: "/"),
            let components = Self.components(of: text)
        else {
            throw .unexpectedText(
                expected: "an address such as /ip4/192.0.2.1/tcp/30303",
                seen: TextSnippet.clean(text)
            )
        }
        self.text = text
        self.components = components
    }

    /// The identity at the end of the path: behind the last `p2p` or `ipfs`.
    package var peerID: String? {
        components.last { Self.identityNames.contains($0.name) }?.value
    }

    /// The first IP address or host name.
    package var host: String? {
        components.first { Self.hostNames.contains($0.name) }?.value
    }

    /// The first TCP or UDP port.
    package var port: UInt16? {
        components.first { $0.name == "tcp" || $0.name == "udp" }?.value.flatMap { UInt16($0) }
    }

    /// Whether the path goes through another peer.
    package var isRelayed: Bool {
        components.contains { $0.name == "p2p-circuit" }
    }

    /// How bytes travel: the highest protocol that decides it.
    package var transport: Transport {
        let names = Set(components.map(\.name))
        if names.contains("webtransport") { return .webTransport }
        if names.contains("webrtc") || names.contains("webrtc-direct") { return .webRTC }
        if names.contains("wss") { return .secureWebSocket }
        if names.contains("ws") { return names.contains("tls") ? .secureWebSocket : .webSocket }
        if names.contains("quic-v1") || names.contains("quic") { return .quic }
        if names.contains("tcp") { return .tcp }
        return names.contains("udp") ? .udp : .other
    }

    private static let lengthLimit = 4096
    private static let identityNames: Set<String> = ["p2p", "ipfs"]
    private static let hostNames: Set<String> = ["ip4", "ip6", "dns", "dns4", "dns6", "dnsaddr"]
    /// The protocols with a value, from the multiaddr protocol table; `unix` is left out.
    private static let namesWithValue: Set<String> = [
        "ip4", "ip6", "dns", "dns4", "dns6", "dnsaddr", "tcp", "udp", "p2p", "ipfs", "sni",
        "ip6zone", "ipcidr", "certhash", "onion", "onion3", "garlic32", "garlic64", "http-path",
        "x-parity-ws", "x-parity-wss", "memory", "dccp", "sctp",
    ]

    private static func components(of text: String) -> [Component]? {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if parts.last?.isEmpty == true { parts = parts.dropLast() }
        var result: [Component] = []
        var iterator = parts.makeIterator()
        while let part = iterator.next() {
            guard !part.isEmpty else { return nil }
            let name = String(part)
            guard namesWithValue.contains(name) else {
                result.append(Component(name: name, value: nil))
                continue
            }
            guard let value = iterator.next(), !value.isEmpty else { return nil }
            result.append(Component(name: name, value: String(value)))
        }
        return result.isEmpty ? nil : result
    }
}
