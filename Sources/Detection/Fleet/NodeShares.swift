/// How many nodes of each value of an attribute have a fault: of each version, say.
struct NodeShares: Equatable, Sendable {
    /// The nodes of one value.
    struct Share: Equatable, Sendable {
        let value: String
        let ill: Int
        let all: Int
    }

    let attribute: VersionCorrelation.Attribute
    /// The value that it is about, then others.
    let shares: [Share]

    /// The most other values that are told one by one.
    private static let told = 3

    /// Such as `on every 3.2.1 node (6 of 6), on no 3.2.0 node`.
    var sentence: String {
        guard let own = shares.first else { return "" }
        let others = shares.dropFirst()
        if others.count > 2, others.allSatisfy({ $0.ill == 0 }) {
            let count = others.reduce(0) { $0 + $1.all }
            return "\(words(own)), on none of the \(count) others"
        }
        return ([words(own)] + others.prefix(Self.told).map(words)).joined(separator: ", ")
    }

    /// The bare numbers, such as `6 of 6 nodes on 3.2.1, 0 of 7 on 3.2.0`.
    var counts: String {
        shares.prefix(Self.told + 1).enumerated().map { place, share in
            "\(share.ill) of \(share.all)\(place == 0 ? " nodes" : "") "
                + attribute.words(share.value)
        }
        .joined(separator: ", ")
    }

    private func words(_ share: Share) -> String {
        let kind = attribute.kind(of: share.value)
        if share.ill == 0 { return "on no \(kind)" }
        if share.ill == share.all { return "on every \(kind) (\(share.ill) of \(share.all))" }
        return "on \(share.ill) of \(share.all) nodes \(attribute.words(share.value))"
    }

    /// By version, the own one first; nil when it is not known or one version runs everywhere.
    static func byVersion(_ own: String?, _ members: [(version: String?, isIll: Bool)]) -> Self? {
        guard let own else { return nil }
        var counts: [String: (ill: Int, all: Int)] = [:]
        for member in members {
            guard let version = member.version else { continue }
            counts[version, default: (0, 0)].all += 1
            if member.isIll { counts[version, default: (0, 0)].ill += 1 }
        }
        guard counts.count > 1, let mine = counts.removeValue(forKey: own) else { return nil }
        let others = counts.sorted { $0.key < $1.key }.map {
            Share(value: $0.key, ill: $0.value.ill, all: $0.value.all)
        }
        return Self(
            attribute: .version,
            shares: [Share(value: own, ill: mine.ill, all: mine.all)] + others
        )
    }
}
