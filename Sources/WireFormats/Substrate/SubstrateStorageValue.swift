/// Values of a chain's state, as `state_getStorage` answers them.
///
/// All throw `.absent` when the chain has no such value, and `.unexpectedShape` or
/// `.unexpectedText` when it has another form.
package enum SubstrateStorageValue {
    /// A number of four bytes.
    package static func number(_ value: JSONValue) throws(WireFormatError) -> UInt32 {
        var reader = try ScaleReader(value)
        return try reader.u32()
    }

    /// The time of a block in milliseconds since 1970.
    package static func moment(_ value: JSONValue) throws(WireFormatError) -> Int64 {
        var reader = try ScaleReader(value)
        let milliseconds = try reader.number(bytes: 8)
        guard milliseconds < 1 << 52 else { throw ScaleReader.malformed("a moment") }
        return Int64(milliseconds)
    }

    /// The runtime that last ran its migrations, in the form of release pages: `calamari-3200`.
    package static func runtime(_ value: JSONValue) throws(WireFormatError) -> String {
        var reader = try ScaleReader(value)
        let version = try reader.compact()
        return try reader.text(limit: 64) + "-" + String(version)
    }

    /// The hash of an authorised upgrade, `0x…`: alone in 2022, with a truth value behind it later.
    package static func upgrade(_ value: JSONValue) throws(WireFormatError) -> String {
        var reader = try ScaleReader(value)
        guard (32...33).contains(reader.remaining) else {
            throw ScaleReader.malformed("a hash of 32 bytes")
        }
        return "0x" + Array(try reader.take(32)).hexadecimal
    }

    /// The result of `state_getStorageSize`, in bytes.
    package static func size(_ value: JSONValue) throws(WireFormatError) -> Int {
        guard let size = value.integer else { throw value.mismatch("a size in bytes") }
        return size
    }

    /// How many elements a list has.
    package static func count(_ value: JSONValue) throws(WireFormatError) -> Int {
        var reader = try ScaleReader(value)
        return Int(clamping: try reader.compact())
    }
}

/// A referendum of the Democracy pallet (layout of Substrate 0.9.22, frame/democracy/src/types.rs).
package enum SubstrateReferendum: Equatable, Sendable {
    /// It is voted on.
    ///
    /// - Parameters:
    ///   - end: The block at which the vote is over.
    ///   - ayes: The weight of those in favour.
    ///   - nays: The weight of those against.
    case ongoing(end: UInt32, ayes: UInt128, nays: UInt128)
    /// It is over, at this block.
    case finished(isApproved: Bool, end: UInt32)

    /// Reads `Democracy.ReferendumInfoOf`.
    ///
    /// - Throws: `.absent`, `.unexpectedShape`, `.unexpectedText`.
    package init(_ value: JSONValue) throws(WireFormatError) {
        var reader = try ScaleReader(value)
        switch try reader.byte() {
        case 0:
            let end = try reader.u32()
            // The proposal: a hash of 32 bytes until 2022. Later it is an enumeration of other
            // lengths; what is behind it, counted from the end, has stayed.
            let tail = 1 + 4 + 3 * 16
            guard reader.remaining >= tail, reader.remaining <= tail + 256 else {
                throw ScaleReader.malformed("a referendum")
            }
            _ = try reader.take(reader.remaining - tail)
            _ = try reader.number(bytes: 1 + 4)
            let ayes = try reader.number(bytes: 16)
            let nays = try reader.number(bytes: 16)
            self = .ongoing(end: end, ayes: ayes, nays: nays)
        case 1:
            let isApproved = try reader.byte() == 1
            self = .finished(isApproved: isApproved, end: try reader.u32())
        default: throw ScaleReader.malformed("a referendum that is ongoing or finished")
        }
    }

    /// The state in words, such as `ongoing, ayes 61 %, ends at block 2010000`.
    package var sentence: String {
        switch self {
        case .ongoing(let end, let ayes, let nays):
            let (votes, overflows) = ayes.addingReportingOverflow(nays)
            guard votes > 0, !overflows else { return "ongoing, no votes, ends at block \(end)" }
            // Without rounding, so that 49.9 % never looks like half.
            let percent = Int((Double(ayes) / Double(votes) * 100).rounded(.down))
            return "ongoing, ayes \(percent) %, ends at block \(end)"
        case .finished(let isApproved, let end):
            return (isApproved ? "approved" : "rejected") + " at block \(end)"
        }
    }
}
