import Primitives

/// A JSON text under construction; keys keep the order in which they are set.
///
/// Nothing unsafe is in it as such: every way to make one escapes what comes from outside.
struct JSONText {
    /// The text itself; `Output` writes it.
    let text: String

    private init(raw: String) {
        text = raw
    }

    static func object(_ members: [(String, JSONText?)]) -> JSONText {
        let parts = members.compactMap { name, value in
            value.map { "\(UnsafeText.json(name)):\($0.text)" }
        }
        return JSONText(raw: "{" + parts.joined(separator: ",") + "}")
    }

    static func array(_ elements: [JSONText]) -> JSONText {
        JSONText(raw: "[" + elements.map(\.text).joined(separator: ",") + "]")
    }

    static func text(_ value: String) -> JSONText { JSONText(raw: UnsafeText.json(value)) }

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
    static func raw(_ json: String) -> JSONText {
        JSONText(raw: UnsafeText.escaping(json: json))
    }
}
