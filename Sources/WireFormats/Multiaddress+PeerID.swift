extension Multiaddress {
    /// The identity in an address, also in one that is otherwise broken.
    package static func peerID(in text: String) -> String? {
        let parts = text.utf8.suffix(1024).split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard let place = parts.lastIndex(where: { isIdentityName($0) }),
            place + 1 < parts.count, !parts[place + 1].isEmpty
        else { return nil }
        return String(decoding: parts[place + 1], as: UTF8.self)
    }

    /// The form operators read aloud: `16U*YzQv3e`; short texts stay as they are.
    package static func shortPeerID(_ peerID: String) -> String {
        guard peerID.count > 10 else { return peerID }
        return "\(peerID.prefix(3))*\(peerID.suffix(6))"
    }

    /// The short form of the identity.
    package var shortPeerID: String? {
        peerID.map(Self.shortPeerID)
    }

    private static func isIdentityName(_ part: Substring.UTF8View) -> Bool {
        part.elementsEqual("p2p".utf8) || part.elementsEqual("ipfs".utf8)
    }
}
