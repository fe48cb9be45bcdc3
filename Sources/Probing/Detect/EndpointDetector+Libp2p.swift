import FleetModel
import Primitives
import Libp2p

extension ProbeSession {
    /// Asks a libp2p peer who it is.
    func detectPeer(_ text: String) async -> DetectedEndpoint {
        let reading = await readLibp2p(Libp2pTarget(address: text))
        let address = try? PeerAddress(text)
        var found = DetectedEndpoint(
            kind: .nothing(reading.problems.first?.reason ?? .connectionClosed),
            url: text,
            suggestedName: address?.hostAndPort ?? text
        )
        // An identity other than the one given is no peer to watch under that address.
        guard let address, let peer = reading[.peerID]?.first, reading[.protocols] != nil else {
            return found
        }
        found.kind = .libp2p(peerID: peer, relays: reading[.relay] ?? [])
        found.version = reading[.agent]?.first
        let whole = address.peerID == nil ? text.withoutSlash + "/p2p/" + peer : text
        found.target = .libp2p(Libp2pTarget(address: whole))
        return found
    }
}

extension String {
    /// The text without a slash at its end.
    fileprivate var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
