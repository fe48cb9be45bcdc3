import Glibc

/// How the CPU use of the nodes of one role changed since their restart, version by version: what
/// came with a version burns on the nodes that run it and on no other.
///
/// Nodes of one role differ in their load, so each is held against its own use in the hour before
/// its restart, and that change against the change of the others over the same two spans. Hours
/// of history are not needed.
enum SiblingUse {
    /// One node of the comparison.
    struct Member {
        let role: String?
        /// The version that it runs, if known.
        let version: String?
        let series: CPUSeries
    }

    /// The use of one node that lies clearly above that of others; logarithms of cores.
    struct Rise: Equatable, Sendable {
        let before: Double
        /// Each of the newest bins, without what the others do as well; the oldest first.
        let newest: [Double]
        /// The middle one of them.
        let size: Double
        /// How high the newest hour ranks above the others, in deviations.
        let rank: Double
        /// How many others there are.
        let others: Int
        /// What the node and the others use now.
        let use: Double
        let usual: Double
        /// The first bin that was compared.
        let since: Int
    }

    /// Fewer others than this are no measure; more than the most tell nothing new.
    private static let leastOthers = 3
    private static let mostOthers = 16
    /// The newest bins that must be high.
    private static let newest = 6
    private static let leastBefore = 5
    private static let leastSize = log(1.5)
    private static let leastRank = 3.0
    /// Less than this many cores is not worth a word.
    private static let leastExcess = 0.1

    /// For each member, its rise in the hour up to this bin if it belongs to its version: two
    /// thirds of the nodes of that version and role, and at least two, rise.
    static func outliers(_ members: [Member], in number: Int) -> [Rise?] {
        let rises = members.indices.map { rise(of: $0, members, in: number) }
        guard rises.contains(where: { $0 != nil }) else { return rises }
        var common: [Group: Bool] = [:]
        return members.indices.map { place in
            guard let rise = rises[place] else { return nil }
            let group = Group(role: members[place].role, version: members[place].version)
            let isKnown = common[group]
            let belongs = isKnown ?? isCommon(to: group, members, rises, in: number)
            if isKnown == nil { common[group] = belongs }
            return belongs ? rise : nil
        }
    }

    /// The nodes that are counted together.
    private struct Group: Hashable {
        let role: String?
        let version: String?
    }

    private static func rise(of place: Int, _ members: [Member], in number: Int) -> Rise? {
        let own = members[place]
        guard own.version != nil, let spans = own.series.spans(in: number) else { return nil }
        let values = own.series.use.values(in: spans.after)
        guard values.count >= newest,
            let before = level(own.series, spans.before, least: leastBefore)
        else { return nil }
        let late = (number - newest + 1)..<(number + 1)
        let others = others(of: own, members, spans, late: late)
        guard others.count >= leastOthers,
            let common = RobustStatistics.median(others.map(\.change)),
            let usual = RobustStatistics.median(others.map(\.use)),
            others.filter({ $0.change - common > leastSize }).count * 4 <= others.count
        else { return nil }
        let rises = values.suffix(newest).map { $0 - before - common }
        let rank = RobustStatistics.mannWhitney(
            values.map { $0 - before },
            above: others.flatMap(\.changes)
        )
        guard let size = RobustStatistics.median(rises), let rank, size >= leastSize,
            rank > leastRank, rises.sorted()[1] > leastSize / 2,
            exp(before + common + size) - exp(before + common) >= leastExcess
        else { return nil }
        return Rise(
            before: before,
            newest: rises,
            size: size,
            rank: rank,
            others: others.count,
            use: before + common + size,
            usual: usual,
            since: spans.after.lowerBound
        )
    }

    private typealias Other = (change: Double, changes: [Double], use: Double)

    /// How the use of nodes of the same role on other versions changed, unless they restarted too.
    private static func others(
        of own: Member,
        _ members: [Member],
        _ spans: CPUSeries.Spans,
        late: Range<Int>
    ) -> [Other] {
        var found: [Other] = []
        for other in members where other.role == own.role && found.count < mostOthers {
            guard let version = other.version, version != own.version,
                other.series.wasSettled(since: spans.before.lowerBound),
                let before = level(other.series, spans.before, least: leastBefore),
                let use = level(other.series, late, least: newest / 2)
            else { continue }
            let changes = other.series.use.values(in: spans.after).map { $0 - before }
            found.append((use - before, changes, use))
        }
        return found
    }

    private static func level(_ series: CPUSeries, _ bins: Range<Int>, least: Int) -> Double? {
        let values = series.use.values(in: bins)
        return values.count >= least ? RobustStatistics.median(values) : nil
    }

    /// Nodes that still warm up are not counted; nor is it a fault to become as busy as others are.
    private static func isCommon(
        to group: Group,
        _ members: [Member],
        _ rises: [Rise?],
        in number: Int
    ) -> Bool {
        var known = 0
        var ill = 0
        var uses: [Double] = []
        var usuals: [Double] = []
        for (member, rise) in zip(members, rises)
        where member.role == group.role && member.version == group.version
            && member.series.isWarm(in: number)
        {
            known += 1
            if rise != nil || member.series.proof != nil { ill += 1 }
            if let rise {
                uses.append(rise.use)
                usuals.append(rise.usual)
            }
        }
        guard let use = RobustStatistics.median(uses),
            let usual = RobustStatistics.median(usuals)
        else { return false }
        return ill > 1 && ill * 3 >= known * 2 && use > usual + log(1.1)
    }
}

extension CPUSeries {
    /// The bins before a restart, and those after it that count.
    typealias Spans = (before: Range<Int>, after: Range<Int>)

    /// A process that catches up and fills its caches uses more: so many bins, 20 to 25 minutes.
    private static let warmUp = 5
    /// Six hours after a restart load has drifted, and there is a past to compare with.
    private static let watched = 72

    /// The hour before the restart and the newest one after it; nil unless it restarted lately.
    func spans(in number: Int) -> Spans? {
        guard let restartedBin, let cleanBefore, number - restartedBin <= Self.watched,
            number >= restartedBin + Self.warmUp
        else { return nil }
        let first = max(restartedBin + Self.warmUp, number - Self.newest + 1)
        return ((cleanBefore - Self.newest)..<cleanBefore, first..<(number + 1))
    }

    /// Whether it has not restarted since this bin, nor shortly before.
    func wasSettled(since number: Int) -> Bool {
        restartedBin.map { $0 + Self.warmUp <= number } ?? true
    }

    /// Whether its use is known and no longer that of a start.
    func isWarm(in number: Int) -> Bool {
        wasSettled(since: number - 5) && !use.values(in: (number - 5)..<(number + 1)).isEmpty
    }
}
