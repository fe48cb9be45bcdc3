import Primitives

/// The recent samples of one metric, exactly, in two to four bytes each instead of sixteen.
///
/// A fleet of 2,000 nodes with 40 metrics has 80,000 of these. Each sample is told by its distance
/// from the one before: the change of the interval, and the change of the value in whole units or
/// in thousandths, or all of its bits where it is neither. Dropping the oldest only reads one
/// sample, and copying one copies a few hundred bytes.
struct SampleRing: Equatable, Sendable {
    /// What the next sample is told from.
    private struct State: Equatable, Sendable {
        var at: Int64 = 0
        var value = 0.0
        /// The last interval.
        var pace: Int64 = 0
    }

    /// How a value is told; the raw value stands in the lowest two bits of a sample's first number.
    private enum Form: UInt64 {
        case same = 0
        case units = 1
        case thousandths = 2
        case bits = 3
    }

    /// Stands for a change of the interval that is told in full after it.
    private static let wideMark: UInt64 = 1 << 60

    private var oldest = State()
    private var newest = State()
    /// The samples after the oldest one, from `head` on.
    private var bytes: [UInt8] = []
    private var head: Int32 = 0
    /// How many samples there are.
    private(set) var count: Int32 = 0

    /// The newest sample; nil when there is none.
    var last: MetricReading.Point? {
        count == 0
            ? nil
            : MetricReading.Point(at: Timestamp(milliseconds: newest.at), value: newest.value)
    }

    /// Adds a sample, and drops the oldest when there are `limit` already.
    mutating func append(_ value: Double, at moment: Timestamp, limit: Int) {
        if count == 0 {
            newest = State(at: moment.milliseconds, value: value)
            oldest = newest
            count = 1
            return
        }
        write(value, at: moment.milliseconds)
        count += 1
        if count > limit { dropOldest() }
    }

    /// Hands over every sample, the oldest first.
    func forEach(_ body: (MetricReading.Point) -> Void) {
        guard count > 0 else { return }
        var state = oldest
        var place = Int(head)
        body(MetricReading.Point(at: Timestamp(milliseconds: state.at), value: state.value))
        for _ in 1..<max(1, count) {
            Self.step(&state, bytes, &place)
            body(MetricReading.Point(at: Timestamp(milliseconds: state.at), value: state.value))
        }
    }

    /// Tells every sample in the time of a clock that was set.
    mutating func move(by step: Duration) {
        oldest.at += step.milliseconds
        newest.at += step.milliseconds
    }

    private mutating func dropOldest() {
        var place = Int(head)
        Self.step(&oldest, bytes, &place)
        head = Int32(place)
        count -= 1
    }

    /// The bytes that this ring takes from the system, its own fields included.
    var footprint: Int { MemoryLayout<Self>.size + bytes.capacity }

    /// The most bytes that one sample takes: two numbers of ten bytes before eight of its value, or
    /// three numbers.
    private static let largestSample = 30

    /// How many bytes more a ring takes when it is full: twice the samples of a quiet metric, and
    /// never twice of what it has, as an array would take by itself.
    private static let growth = 64

    /// Makes room for one more sample: in the place of those that were dropped, when these are
    /// enough, and otherwise by a little more memory.
    ///
    /// Gives back what a restless hour took.
    private mutating func makeRoom() {
        guard bytes.count + Self.largestSample > bytes.capacity else { return }
        let alive = bytes.count - Int(head)
        let isEnough = alive + Self.growth <= bytes.capacity
        if isEnough, bytes.capacity <= 2 * (alive + Self.growth) {
            bytes.removeFirst(Int(head))
        } else {
            var moved: [UInt8] = []
            moved.reserveCapacity(alive + Self.growth)
            moved.append(contentsOf: bytes[Int(head)...])
            bytes = moved
        }
        head = 0
    }

    // MARK: One sample

    private mutating func write(_ value: Double, at moment: Int64) {
        makeRoom()
        let pace = moment &- newest.at
        let form = Self.form(of: value, after: newest.value)
        let change = Self.zigzag(pace &- newest.pace)
        // The form takes two bits of the first number; moments that far apart do not occur, but
        // must come back as well.
        let isWide = change >> 60 != 0
        append((isWide ? Self.wideMark : change) << 2 | form.rawValue)
        if isWide { append(change) }
        switch form {
        case .same: break
        case .units: append(Self.zigzag(Int64(value) - Int64(newest.value)))
        case .thousandths:
            append(Self.zigzag(Self.thousandths(value) - Self.thousandths(newest.value)))
        case .bits:
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
            }
        }
        newest = State(at: moment, value: value, pace: pace)
    }

    /// Goes from one sample to the next.
    private static func step(_ state: inout State, _ bytes: [UInt8], _ place: inout Int) {
        let first = number(bytes, &place)
        let change = first >> 2 == wideMark ? number(bytes, &place) : first >> 2
        state.pace &+= unzigzag(change)
        state.at &+= state.pace
        switch Form(rawValue: first & 3) ?? .same {
        case .same: break
        case .units: state.value = Double(Int64(state.value) + unzigzag(number(bytes, &place)))
        case .thousandths:
            let whole = thousandths(state.value) + unzigzag(number(bytes, &place))
            state.value = Double(whole) / 1000
        case .bits:
            var bits: UInt64 = 0
            for offset in 0..<8 { bits |= UInt64(bytes[place + offset]) << UInt64(offset * 8) }
            place += 8
            state.value = Double(bitPattern: bits)
        }
    }

    private static func form(of value: Double, after previous: Double) -> Form {
        if value.bitPattern == previous.bitPattern { return .same }
        if isWhole(value), isWhole(previous) { return .units }
        if isThousandths(value), isThousandths(previous) { return .thousandths }
        return .bits
    }

    private static func isWhole(_ value: Double) -> Bool {
        abs(value) < 4e15 && value.rounded() == value && !(value == 0 && value.sign == .minus)
    }

    private static func isThousandths(_ value: Double) -> Bool {
        guard abs(value) < 4e12 else { return false }
        return (Double(thousandths(value)) / 1000).bitPattern == value.bitPattern
    }

    private static func thousandths(_ value: Double) -> Int64 { Int64((value * 1000).rounded()) }

    private static func zigzag(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: value &<< 1 ^ value >> 63)
    }

    private static func unzigzag(_ code: UInt64) -> Int64 {
        Int64(bitPattern: code >> 1) ^ -Int64(bitPattern: code & 1)
    }

    private mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func number(_ bytes: [UInt8], _ place: inout Int) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
    }
}
