/// The offsets of a time zone from UTC, as far as they are known, and the rule for the time after.
///
/// The zone's data come from outside as values; nothing here reads a clock or a file.
package struct ZoneRules: Equatable, Sendable {
    /// The zone's name, such as `Europe/Berlin`.
    package let name: String
    /// The changes of the offset, the oldest first.
    private let changes: [Change]
    /// The offset before the first change, in seconds east of UTC.
    private let first: Int

    /// From a moment on the clocks of the zone show another time.
    package struct Change: Equatable, Sendable {
        /// When, in seconds since 1970-01-01T00:00:00Z.
        package let at: Int64
        /// The offset from then on, in seconds east of UTC.
        package let offset: Int

        /// A change of the offset.
        package init(at: Int64, offset: Int) {
            self.at = at
            self.offset = offset
        }
    }

    /// The rules of a zone; `changes` must be in the order of time.
    package init(name: String, first: Int, changes: [Change]) {
        self.name = name
        self.first = first
        self.changes = changes
    }

    /// The zone that everything is kept in.
    package static let utc = ZoneRules(name: "UTC", first: 0, changes: [])

    /// The offset in seconds east of UTC at this many seconds since 1970-01-01T00:00:00Z.
    package func offset(at seconds: Int64) -> Int {
        // The last change at or before the moment, found by halving.
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].at <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }

    /// The moment at which the clocks of the zone show a time, both in seconds.
    ///
    /// A time that they show twice is the first of the two; one that they skip is the moment at
    /// which they are put forward.
    package func moment(of local: Int64) -> Int64 {
        let day: Int64 = 86_400
        let (before, after) = (offset(at: local - day), offset(at: local + day))
        // The greater offset belongs to the earlier moment.
        for offset in [max(before, after), min(before, after)] {
            let moment = local - Int64(offset)
            if self.offset(at: moment) == offset { return moment }
        }
        let skipped = changes.first { $0.at > local - Int64(max(before, after)) - 1 }
        return skipped?.at ?? local - Int64(before)
    }
}
