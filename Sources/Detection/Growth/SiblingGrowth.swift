/// How fast the memory of the nodes grows, version by version: a leak that came with a version
/// grows on all nodes that run it and on no other.
struct SiblingGrowth: Equatable, Sendable {
    /// One node of the comparison.
    struct Member {
        /// The version that it runs, if known.
        let version: String?
        /// Its memory; nil while nothing is heard of it.
        let memory: MemorySeries?
    }

    /// The nodes that run one version.
    struct Group: Equatable, Sendable {
        /// How many nodes have said how their memory goes.
        var known = 0
        /// How many of them grow.
        var rising = 0
        /// Their median growth in bytes per hour.
        var rate = 0.0
        /// How much of the growth of the first half the second still has, at the median.
        var straightness = 0.0
    }

    /// The nodes by version.
    private(set) var groups: [String: Group] = [:]
    /// For each member, whether it grows as those of its version do and others do not.
    private(set) var isOutlier: [Bool] = []

    /// Growth of less than this share of the level per hour is left to the longer spans.
    private static let leastShare = 0.08
    private static let factor = 3.0
    /// Warm-up bends within the hour; the median of several nodes shows it.
    private static let straight = 0.9

    mutating func update(_ members: [Member]) {
        groups = [:]
        isOutlier = [Bool](repeating: false, count: members.count)
        var rates: [String: [Double]] = [:]
        var bends: [String: [Double]] = [:]
        for member in members {
            guard let version = member.version, let rate = member.memory?.youngRate else {
                continue
            }
            rates[version, default: []].append(rate)
            bends[version, default: []].append(member.memory?.youngStraightness ?? 0)
        }
        guard rates.count > 1 else { return }
        for (version, values) in rates {
            groups[version] = Group(
                known: values.count,
                rate: RobustStatistics.median(values) ?? 0,
                straightness: RobustStatistics.median(bends[version] ?? []) ?? 0
            )
        }
        for (place, member) in members.enumerated() {
            guard let version = member.version, let memory = member.memory else { continue }
            let others = rates.filter { $0.key != version }.flatMap(\.value)
            guard others.count > 1 else { continue }
            let usual = RobustStatistics.median(others) ?? 0
            if memory.risesYoung(above: Self.factor * max(0, usual), share: Self.leastShare) {
                isOutlier[place] = true
                groups[version]?.rising += 1
            }
        }
        for (place, member) in members.enumerated() where isOutlier[place] {
            isOutlier[place] = isCommon(to: member.version ?? "")
        }
    }

    /// Whether growth belongs to a version: two thirds of its nodes and at least two of them grow,
    /// and at most a quarter of the others.
    private func isCommon(to version: String) -> Bool {
        guard let own = groups[version], own.rising > 1, own.rising * 3 >= own.known * 2,
            own.straightness > Self.straight
        else { return false }
        let others = groups.filter { $0.key != version }.values
        let known = others.reduce(0) { $0 + $1.known }
        let rising = others.reduce(0) { $0 + $1.rising }
        return rising * 4 <= known
    }
}

extension MemorySeries {
    /// The growth over the newest hour, or since shortly after the restart, in bytes per hour.
    var youngRate: Double? { young.map { $0.slope * Self.binsPerHour } }

    /// How much of the growth of the first half the second half still has.
    var youngStraightness: Double? {
        young.map { $0.firstHalf > 0 ? $0.secondHalf / $0.firstHalf : 0 }
    }

    /// Whether it grows steadily, by more than this rate and this share of its level per hour.
    func risesYoung(above rate: Double, share: Double) -> Bool {
        guard let trend = young, let own = youngRate else { return false }
        return own > rate && own > share * level && trend.confidence > 2.6
            && trend.growth > 4 * trend.residual && trend.keepsRising(0.7) && trend.steps >= 6
            && !isUsual
    }

    /// Takes what the comparison with siblings says of the newest bin.
    mutating func noteSiblings(rising: Bool, limit: Double?) {
        siblingHits = rising ? siblingHits + 1 : 0
        guard siblingHits >= 2 else { return }
        let hours = limit.flatMap { limit in
            youngRate.map { max(0, 0.95 * limit - level) / max($0, 1) }
        }
        prove(
            siblingHits >= 6 && (hours ?? .infinity) < 48 ? .page : .ticket,
            scale: 0,
            bySiblings: true
        )
    }
}
