/// A name that identifies one kind of thing and cannot be mistaken for another kind.
///
/// `Subject` only tells identifiers apart; it is never instantiated.
package struct Identifier<Subject>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The identifier as written in files, on the command line and in the log.
    package let rawValue: String

    /// Makes an identifier from its written form.
    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// The written form.
    package var description: String { rawValue }

    /// Orders identifiers by their written form.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Identifier: ExpressibleByStringLiteral {
    /// Makes an identifier from a literal.
    package init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Identifier: Codable {
    /// Reads the identifier from a plain string; a signal that was called otherwise once has its
    /// name of today.
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self.init(Subject.self == Named.Signal.self ? FormerWord.signal(text) : text)
    }

    /// Writes the identifier as a plain string.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// The kinds of things that have identifiers and are described elsewhere; only told apart here.
package enum Named {
    /// A process of the fleet.
    package enum Node {}
    /// Somebody who is affected.
    package enum Party {}
    /// Where updates go.
    package enum Channel {}
    /// An incident of the log.
    package enum Incident {}
    /// An item of a checklist.
    package enum Step {}
    /// A finding that asks for attention.
    package enum Signal {}
    /// A line of the log.
    package enum Entry {}
}

/// The name of a node, unique in its fleet.
package typealias NodeID = Identifier<Named.Node>
/// The name of a party, unique in its fleet.
package typealias PartyID = Identifier<Named.Party>
/// The name of a channel, unique in its fleet.
package typealias ChannelID = Identifier<Named.Channel>
/// The number of an incident in its store, such as `INC-0007`.
package typealias IncidentID = Identifier<Named.Incident>
/// The name of a step, unique in its checklist.
package typealias StepID = Identifier<Named.Step>
/// What a signal is about: the check and the node or party that it concerns.
package typealias SignalID = Identifier<Named.Signal>
/// The ULID of a log entry.
package typealias EntryID = Identifier<Named.Entry>
/// The name of a metric in Tocsin's own vocabulary, such as `height.best`.
package typealias MetricName = Identifier<Sample>
/// The name of a fact, such as `version` or `relay`.
package typealias FactName = Identifier<Fact>

extension Identifier where Subject == Named.Incident {
    /// The identifier of the incident with this number, counted from 1 in each store.
    package init(number: Int) {
        let digits = String(number)
        self.init("INC-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
    }

    /// The number of the incident; nil when the identifier is not made of one.
    package var number: Int? {
        rawValue.hasPrefix("INC-") ? Int(rawValue.dropFirst(4)) : nil
    }
}

/// Universally unique, lexically sortable identifiers (ULID specification: 48 bits of
/// milliseconds, 80 random bits, 26 characters of Crockford's base 32).
package enum ULID {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The identifier of this moment and these random bits (the low 80 are used).
    package static func text(at time: Timestamp, high: UInt16, low: UInt64) -> String {
        let milliseconds = UInt64(clamping: time.milliseconds) & 0xFFFF_FFFF_FFFF
        var value = (UInt128(milliseconds) << 80) | (UInt128(high) << 64) | UInt128(low)
        var bytes = [UInt8](repeating: alphabet[0], count: 26)
        for index in bytes.indices.reversed() {
            bytes[index] = alphabet[Int(truncatingIfNeeded: value & 31)]
            value >>= 5
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
