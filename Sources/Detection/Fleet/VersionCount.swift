/// How many nodes of each version have a fault.
enum VersionCount {
    /// Such as `6 of 6 nodes on 3.2.1, 0 of 7 on 3.2.0`, the own version first; nil when it is not
    /// known or one version runs everywhere.
    static func text(of own: String?, _ members: [(version: String?, isIll: Bool)]) -> String? {
        guard let own else { return nil }
        var counts: [String: (ill: Int, all: Int)] = [:]
        for member in members {
            guard let version = member.version else { continue }
            counts[version, default: (0, 0)].all += 1
            if member.isIll { counts[version, default: (0, 0)].ill += 1 }
        }
        guard counts.count > 1, let mine = counts.removeValue(forKey: own) else { return nil }
        let others = counts.sorted { $0.key < $1.key }.prefix(3).map {
            "\($0.value.ill) of \($0.value.all) on \($0.key)"
        }
        return (["\(mine.ill) of \(mine.all) nodes on \(own)"] + others).joined(separator: ", ")
    }
}
