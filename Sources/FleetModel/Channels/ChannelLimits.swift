/// What a service takes in one message, and what it can do with a message it has.
package struct ChannelLimits: Equatable, Sendable {
    /// The greatest length of a part, heading included.
    package let longestPart: Int
    /// What the length is counted in.
    package let unit: Unit
    /// Whether a message can be changed after it was sent.
    package let editsMessages: Bool
    /// Whether the service drops the second copy of a part with the same key.
    package let dropsDuplicates: Bool
    /// Whether the title has a field of its own, so that the text of a message has no heading.
    package let keepsTitleApart: Bool

    /// What the length of a part is counted in.
    package enum Unit: Sendable {
        /// UTF-16 code units: no service that counts characters counts more than these.
        case characters
        /// Bytes of the text as a JSON string in UTF-8: services with a limit in bytes set it
        /// on the whole JSON body, in which quotes and line ends are longer than in the text.
        case bytes
    }

    /// Limits of a service.
    ///
    /// - Parameter longestPart: At least 200, so that a heading leaves room for the text.
    package init(
        longestPart: Int,
        unit: Unit,
        editsMessages: Bool,
        dropsDuplicates: Bool,
        keepsTitleApart: Bool = false
    ) {
        precondition(longestPart >= 200, "A part must have room for its heading.")
        self.longestPart = longestPart
        self.unit = unit
        self.editsMessages = editsMessages
        self.dropsDuplicates = dropsDuplicates
        self.keepsTitleApart = keepsTitleApart
    }
}

extension ChannelLimits.Unit {
    /// What is counted, as people and scripts read it.
    package var word: String {
        switch self {
        case .characters: "characters"
        case .bytes: "bytes"
        }
    }

    /// The length of this text.
    package func length(of text: some StringProtocol) -> Int {
        switch self {
        case .characters: text.utf16.count
        case .bytes: text.utf8.reduce(0) { $0 + Self.jsonLength(of: $1) }
        }
    }

    /// How long a byte becomes in a JSON string (RFC 8259 section 7).
    private static func jsonLength(of byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08, 0x09, 0x0A, 0x0C, 0x0D: 2
        case 0..<0x20: 6
        default: 1
        }
    }
}

extension ChannelLimits {
    /// What a channel that cannot be used is offered: everything in one part, to be refused.
    package static let ofUnusable = ChannelLimits(
        longestPart: 65_536,
        unit: .characters,
        editsMessages: false,
        dropsDuplicates: false
    )

    /// What the sink of a drill is offered: limits so wide that nobody's update is cut.
    package static let ofDrill = ofUnusable
}
