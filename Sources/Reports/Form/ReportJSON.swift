import FoundationEssentials
import Primitives

/// Values as JSON (RFC 8259), on one line.
///
/// The members of an object stand in the order of their names, so that the same value is always the
/// same text.
enum ReportJSON {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    static func text(of value: some Encodable) throws -> String {
        UnsafeText.escaping(json: String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// An object that has, besides its own members, one that is JSON already.
    static func text(
        of value: some Encodable,
        with name: String,
        _ json: String
    ) throws -> String {
        let members = try text(of: value).dropFirst()
        return "{\"\(name)\":\(UnsafeText.escaping(json: json))"
            + (members == "}" ? "" : ",") + members
    }
}
