/// Statistics that a few wild values cannot move.
package enum RobustStatistics {
    /// The middle value, or the mean of the two middle ones; nil without values.
    package static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        return median(ofSorted: values.sorted())
    }

    /// The median absolute deviation, scaled by 1.4826 to be the standard deviation of normally
    /// distributed values; nil without values.
    package static func deviation(_ values: [Double], around centre: Double) -> Double? {
        median(values.map { abs($0 - centre) }).map { $0 * 1.4826 }
    }

    /// How much higher the values of `after` rank than those of `before`, in standard deviations
    /// of the U statistic of Mann and Whitney (normal approximation); nil with an empty side.
    package static func mannWhitney(_ after: [Double], above before: [Double]) -> Double? {
        guard !after.isEmpty, !before.isEmpty else { return nil }
        let (first, second) = (Double(after.count), Double(before.count))
        let sorted = before.sorted()
        var wins = 0.0
        for value in after {
            let below = sorted.partitioningIndex { $0 >= value }
            let upTo = sorted.partitioningIndex { $0 > value }
            wins += Double(below) + Double(upTo - below) / 2
        }
        let spread = (first * second * (first + second + 1) / 12).squareRoot()
        return (wins - first * second / 2) / spread
    }

    static func median(ofSorted values: [Double]) -> Double {
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
}

extension Array {
    /// The first place from which on `belongsAfter` holds, in an array that is parted by it.
    func partitioningIndex(where belongsAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
