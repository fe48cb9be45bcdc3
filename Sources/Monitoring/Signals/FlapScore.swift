import DequeModule
import Primitives

/// How restless a condition is: the weighted share of changes among its last looks.
///
/// The figures are Icinga's: 20 changes, the newest weighing 1.18 and the oldest 0.80; flapping
/// begins above 30 % and ends below 25 %.
struct FlapScore: Equatable, Sendable {
    private static let length = 20
    private static let begins = 0.30
    private static let ends = 0.25

    private var changes: [Bool] = []
    private var last: (stands: Bool, at: Timestamp)?

    /// Takes one look into account; looks closer together than polls are the same look.
    mutating func observe(stands: Bool, at now: Timestamp, interval: Duration) {
        guard let last else {
            last = (stands, now)
            return
        }
        // A clock that was set back: looks go on from here.
        guard now - last.at >= interval || now < last.at else { return }
        changes.append(stands != last.stands)
        if changes.count > Self.length { changes.removeFirst() }
        self.last = (stands, now)
    }

    /// Takes looks into account that were not made, at moments at which all was calm.
    ///
    /// - Parameter moments: When looks might have been made, ascending.
    mutating func catchUp(_ moments: Deque<Timestamp>, interval: Duration) {
        var rest = moments[...]
        while let last {
            let next = rest.firstPlace { $0 - last.at >= interval }
            guard next < rest.endIndex else { return }
            observe(stands: false, at: rest[next], interval: interval)
            rest = rest[(next + 1)...]
        }
    }

    /// Tells the last look in the time of a clock that was set.
    mutating func move(by step: Duration) {
        last = last.map { ($0.stands, $0.at + step) }
    }

    private var score: Double {
        let offset = Self.length - changes.count
        let weights = changes.enumerated().map { place, isChange in
            isChange ? 0.80 + 0.02 * Double(offset + place) : 0
        }
        return weights.reduce(0, +) / Double(Self.length)
    }

    /// Whether it comes and goes too fast to be told each time, given whether it was so far.
    ///
    /// Who has not looked long enough does not contradict.
    func isFlapping(before: Bool) -> Bool {
        guard before else { return score > Self.begins }
        return changes.count < Self.length || score >= Self.ends
    }

    static func == (left: Self, right: Self) -> Bool {
        left.changes == right.changes && left.last?.at == right.last?.at
            && left.last?.stands == right.last?.stands
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first place from which on all elements fit; the end when none does.
    ///
    /// - Parameter fits: False for some first elements, true for all behind them.
    func firstPlace(_ fits: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if fits(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
