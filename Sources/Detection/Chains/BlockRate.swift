import Glibc
import Primitives

/// How fast a chain makes blocks, learned from its head: the span of a slot, the share of slots
/// without a block, and from the two for how long no block proves that it stands.
struct BlockRate: Sendable {
    private var bins: [Bin] = []
    private var opened: (at: Timestamp, height: Double)?
    private var last: (at: Timestamp, height: Double)?
    /// The slot that the fleet file gives, in seconds.
    private let given: Double?

    private struct Bin: Sendable {
        let seconds: Double
        let blocks: Double
        /// Seconds for each block.
        var pace: Double { seconds / blocks }
    }

    /// A bin is closed once it is this long and has this many blocks.
    private static let span = Duration.seconds(600)
    private static let fewestBlocks = 20.0
    /// A day of bins.
    private static let limit = 144
    /// The slots of chains in use, in seconds, the longest first.
    private static let slots = [12.0, 6, 4, 3, 2, 1]
    /// Blocks of chains that are not told their slot come no faster, in seconds.
    private static let fastest = 0.9
    private static let secondsAWeek = 604_800.0
    /// How many false alarms a week are worth an early one.
    private static let falseAlarmsAWeek = 0.02
    /// Between what the share of empty slots is believed, as in the measured table: a chain
    /// without any yet will have one, and a bad hour must not make the watch patient.
    private static let believed = 0.01...0.15

    /// Whether it is known to be a chain of steady slots.
    private let isSteady: Bool

    /// - Parameter isSteady: Whether it is a chain of steady slots from the first minute on; of
    ///   others bins must agree before anything follows from them.
    init(slot: Duration?, isSteady: Bool) {
        given = slot.map(\.inSeconds)
        self.isSteady = isSteady || slot != nil
    }

    /// Takes the highest head that counts at a moment into account.
    mutating func observe(height: Double, at now: Timestamp) {
        guard let opened, let last, height >= last.height, now >= last.at else {
            self.opened = (now, height)
            self.last = (now, height)
            return
        }
        guard height > last.height else { return }
        self.last = (now, height)
        let bin = Bin(seconds: (now - opened.at).inSeconds, blocks: height - opened.height)
        guard now - opened.at >= Self.span, bin.blocks >= Self.fewestBlocks else { return }
        if bins.count == Self.limit { bins.removeFirst() }
        bins.append(bin)
        self.opened = (now, height)
        forgetImport()
    }

    /// Forgets what was far faster than the chain is now: the import of what it made before.
    private mutating func forgetImport() {
        let newest = bins.suffix(3).map(\.pace).sorted()
        guard newest.count == 3 else { return }
        bins.removeAll { $0.pace < newest[1] / 4 }
    }

    /// Begins anew where the chain was not watched for a while.
    mutating func pause() {
        opened = nil
        last = nil
    }

    /// The mean span between two blocks in seconds; nil while too few were seen.
    var secondsPerBlock: Double? {
        let open = openBin
        let seconds = bins.reduce(open?.seconds ?? 0) { $0 + $1.seconds }
        let blocks = bins.reduce(open?.blocks ?? 0) { $0 + $1.blocks }
        return blocks >= (bins.isEmpty ? Self.fewestBlocks : 1) ? seconds / blocks : nil
    }

    private var openBin: Bin? {
        guard let opened, let last, last.height - opened.height >= Self.fewestBlocks else {
            return nil
        }
        return Bin(
            seconds: (last.at - opened.at).inSeconds,
            blocks: last.height - opened.height
        )
    }

    /// The span of one slot in seconds: the longest usual one that the fastest time allows.
    private var slot: Double? {
        if let given { return given }
        let all = bins + [openBin].compactMap { $0 }
        guard let fastest = all.map(\.pace).min() else { return nil }
        return Self.slots.first { $0 <= fastest * 1.03 } ?? fastest
    }

    /// Whether what was seen is the pace of a chain: blocks that come faster than any slot are
    /// imported, and those that come in bursts are made by hand.
    private var isBelievable: Bool {
        guard given == nil else { return true }
        guard let seconds = secondsPerBlock, seconds >= Self.fastest else { return false }
        guard !isSteady else { return true }
        let paces = bins.suffix(12).map(\.pace).sorted()
        guard paces.count >= 3 else { return false }
        let middle = paces[paces.count / 2]
        let like = paces.count { $0 > middle / 3 && $0 < middle * 3 }
        return like * 3 >= paces.count * 2
    }

    /// For how long no block is a stop rather than bad luck, and for how many slots.
    ///
    /// `k = ⌈ln(slots a week / 0.02) / ln(1 / p)⌉` slots, where p is the share of empty slots: so
    /// many empty ones in a row happen by chance once in 50 weeks.
    var timeout: (span: Duration, slots: Int)? {
        guard let slot, slot > 0, isBelievable else { return nil }
        let seconds = max(secondsPerBlock ?? slot, slot)
        let empty = 1 - slot / seconds
        // A chain that fills few of its slots by design, such as one by proof of work, is
        // believed; the others are kept within what is usual.
        let share = empty > 0.5 ? min(empty, 0.9999) : empty.clamped(to: Self.believed)
        let odds = Self.secondsAWeek / slot / Self.falseAlarmsAWeek
        let slots = (log(odds) / log(1 / share)).rounded(.up)
        return (.milliseconds(Int64((slots * slot * 1000).rounded())), Int(slots))
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
