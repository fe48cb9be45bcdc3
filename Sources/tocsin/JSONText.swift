import IncidentCore

/// A JSON text under construction; keys keep the order in which they are set.
struct JSONText: CustomStringConvertible {
    private(set) var description: String

    private init(raw: String) {
        description = raw
    }

    static func object(_ members: [(String, JSONText?)]) -> JSONText {
        let parts = members.compactMap { name, value in
            value.map { "\(quoted(name)):\($0.description)" }
        }
        return JSONText(raw: "{" + parts.joined(separator: ",") + "}")
    }

    static func array(_ elements: [JSONText]) -> JSONText {
        JSONText(raw: "[" + elements.map(\.description).joined(separator: ",") + "]")
    }

    static func text(_ value: String) -> JSONText { JSONText(raw: quoted(value)) }

    static func text(_ value: String?) -> JSONText? { value.map { text($0) } }

    static func number(_ value: Double) -> JSONText {
        guard value.isFinite else { return JSONText(raw: "null") }
        let whole = value.rounded() == value && abs(value) < 1e15
        return JSONText(raw: whole ? String(Int64(value)) : String(value))
    }

    static func number(_ value: Int) -> JSONText { JSONText(raw: String(value)) }

    static func flag(_ value: Bool) -> JSONText { JSONText(raw: value ? "true" : "false") }

    static func time(_ value: Timestamp?) -> JSONText? { value.map { text($0.description) } }

    /// A text that is JSON already.
    static func raw(_ json: String) -> JSONText { JSONText(raw: json) }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
