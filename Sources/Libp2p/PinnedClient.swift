/// A client of one release, which matches protocol ids exactly.
package struct PinnedClient: Equatable, Sendable {
    /// The client's name for people, such as `js-waku 0.8`.
    package var name: String
    /// The ids that it needs on every node, exactly.
    package var protocols: [String]
    /// The muxers that it offers, the best first.
    package var muxers: [String]

    /// A client of these parts.
    package init(name: String, protocols: [String], muxers: [String]) {
        self.name = name
        self.protocols = protocols
        self.muxers = muxers
    }

    /// Why the client cannot work with the peer that this conversation was with; nil when it can.
    ///
    /// A client of this kind opens no stream for an id that the peer does not list, even if the
    /// peer would accept it; and a peer that asks for another version and gets `na` may drop the
    /// client at once.
    package func obstacle(in report: PeerReport) -> String? {
        let listed = report.protocols
        if report.identify != nil, let missing = protocols.first(where: { !listed.contains($0) }) {
            let instead = listed.filter { $0.isOtherVersion(of: missing) }
            var words =
                "the node does not list \(missing)"
                + (instead.isEmpty ? "" : ", but \(instead.joined(separator: ", "))")
            if let drop = dropped(report) { words += "; " + drop }
            return words
        }
        if let drop = dropped(report) { return drop }
        if let failure = report.failure { return failure.sentence }
        guard report.identify != nil else { return "the node does not identify itself" }
        if let refused = protocols.first(where: { report.accepted[$0] == false }) {
            return "the node lists \(refused), but refuses it"
        }
        return nil
    }

    private func dropped(_ report: PeerReport) -> String? {
        guard let refused = report.refusedID, report.timeToDrop != nil else { return nil }
        return "the node asks the client for \(refused) and drops it when it refuses"
    }
}

extension String {
    /// Whether the id is another version of the same protocol: equal but for its last part.
    func isOtherVersion(of other: String) -> Bool {
        guard self != other, let end = lastIndex(of: "/"), let otherEnd = other.lastIndex(of: "/")
        else { return false }
        return self[..<end] == other[..<otherEnd]
    }
}
