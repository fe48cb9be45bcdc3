/// A libp2p address in its text form, for example `/dns4/node.example/tcp/30303/p2p/16U…`.
enum Multiaddress {
    /// The identity in an address: behind the last `p2p` or `ipfs`, however broken the rest is.
    static func peerID(in text: String) -> String? {
        let parts = text.utf8.suffix(1024).split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard let place = parts.lastIndex(where: { isIdentityName($0) }),
            place + 1 < parts.count, !parts[place + 1].isEmpty
        else { return nil }
        return String(decoding: parts[place + 1], as: UTF8.self)
    }

    private static func isIdentityName(_ part: Substring.UTF8View) -> Bool {
        part.elementsEqual("p2p".utf8) || part.elementsEqual("ipfs".utf8)
    }
}
