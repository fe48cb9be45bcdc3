internal import Primitives

/// Reads what one theme file says.
struct ThemeReader {
    let reading: ParsingContext
    let values: ValueReader

    /// The keys that are no roles.
    static let ownKeys = ["inherits", "background", "palette"]
    private static let attributes = ["bold", "dim", "underline", "reverse", "italic"]

    private struct NoFiles: Error {}

    init(reading: ParsingContext, source: SourceText) {
        self.reading = reading
        values = ValueReader(
            reading: reading,
            source: source,
            environment: [:],
            readSecretFile: { _ in throw NoFiles() }
        )
    }

    func draft(_ root: YAMLNode, roles: [String]) -> ThemeDraft {
        var draft = ThemeDraft(reading: reading)
        let known = Self.ownKeys + roles
        guard let fields = Fields(root, of: "a theme", known: known, reading: reading) else {
            return draft
        }
        draft.place = fields.place
        if fields.contains("inherits"),
            let value = values.value(fields.required("inherits"), "inherits")
        {
            draft.parent = (value.text, value.place)
        }
        draft.background = color(fields, "background")
        if let palette = fields.optional("palette") { draft.palette = colors(palette) }
        for role in fields.keys where !Self.ownKeys.contains(role) {
            draft.roles[role] = fields.optional(role).flatMap { style($0, of: role) }
        }
        return draft
    }

    private func colors(_ node: YAMLNode) -> [String: ThemeColor] {
        var colors: [String: ThemeColor] = [:]
        for entry in reading.entries(of: node, "the palette") ?? [] {
            guard !entry.value.isNull else {
                reading.error(
                    entry.keyPlace,
                    "'\(entry.key)' has no value; a value that begins with # must be in quotes"
                )
                continue
            }
            guard let value = values.value(entry.value, entry.key) else { continue }
            if let color = ThemeColor(value.text) {
                colors[entry.key] = color
            } else {
                reading.error(
                    value.place,
                    "a colour of the palette must be \"#rrggbb\", a number from 0 to 255, or "
                        + "default, not \(value.quoted)"
                )
            }
        }
        return colors
    }

    private func style(_ node: YAMLNode, of role: String) -> ThemeDraft.Role? {
        let keys = ["fg", "bg", "attributes", "ansi"]
        guard let fields = Fields(node, of: "'\(role)'", known: keys, reading: reading) else {
            return nil
        }
        return ThemeDraft.Role(
            foreground: color(fields, "fg"),
            background: color(fields, "bg"),
            attributes: attributes(fields),
            ansi: fields.optional("ansi").flatMap { ansi($0, of: role) }
        )
    }

    private func ansi(_ node: YAMLNode, of role: String) -> ThemeStyle.Ansi? {
        let keys = ["fg", "bg", "attributes"]
        let owner = "'ansi' of '\(role)'"
        guard let fields = Fields(node, of: owner, known: keys, reading: reading) else {
            return nil
        }
        return ThemeStyle.Ansi(
            foreground: ansiColor(fields, "fg"),
            background: ansiColor(fields, "bg"),
            attributes: attributes(fields)
        )
    }

    private func attributes(_ fields: Fields) -> [String] {
        let attributes = values.texts(fields.optional("attributes"), "attributes")
        for attribute in attributes where !Self.attributes.contains(attribute.text) {
            let hint = Suggestion.hint(
                for: attribute.text,
                among: Self.attributes,
                called: "attributes"
            )
            reading.error(
                attribute.place,
                "unknown attribute \(attribute.text.quoted)\(hint)"
            )
        }
        return attributes.map(\.text)
    }

    private func color(_ fields: Fields, _ key: String) -> ThemeDraft.ColorText? {
        guard fields.contains(key), let value = values.value(fields.required(key), key)
        else { return nil }
        return ThemeDraft.ColorText(text: value.text, place: value.place, key: key)
    }

    private func ansiColor(_ fields: Fields, _ key: String) -> UInt8? {
        guard fields.contains(key), let value = values.value(fields.required(key), key),
            value.text != "default"
        else { return nil }
        if let number = ThemeStyle.Ansi.names.firstIndex(of: value.text) { return UInt8(number) }
        let names = ThemeStyle.Ansi.names + ["default"]
        let hint = Suggestion.hint(for: value.text, among: names, called: "colours")
        reading.error(value.place, "unknown colour \(value.quoted) in 'ansi'\(hint)")
        return nil
    }
}
