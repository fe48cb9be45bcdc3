internal import Primitives

/// Theme files: YAML documents that give a look to each role.
package enum ThemeFile {
    /// Reads a theme file and collects every mistake in it.
    ///
    /// A role that the file leaves out is a warning; it looks plain.
    ///
    /// - Parameters:
    ///   - text: The YAML text, at most 16 MiB.
    ///   - file: The file's name, which also names the theme.
    ///   - roles: The roles that screens know.
    /// - Returns: The theme, nil when a problem is an error, and the problems in the file's order.
    package static func read(
        _ text: String,
        file: String,
        roles: [String]
    ) -> (theme: ThemeDefinition?, problems: [ConfigProblem]) {
        let reading = ParsingContext(file: file)
        var tree = YAMLTree(text, reading: reading)
        guard let root = tree.root() else { return (nil, reading.problems) }
        let reader = ThemeReader(reading: reading, source: tree.source)
        let styles = reader.styles(root, roles: roles)
        guard !reading.hasErrors else { return (nil, reading.problems) }
        return (ThemeDefinition(name: name(of: file), roles: styles), reading.problems)
    }

    /// The themes that travel inside the program, as the texts of their files.
    package static var builtIn: [(name: String, text: String)] {
        [
            ("dark", String(decoding: PackageResources.dark_yaml, as: UTF8.self)),
            ("light", String(decoding: PackageResources.light_yaml, as: UTF8.self)),
        ]
    }

    private static func name(of file: String) -> String {
        let last = file.split(separator: "/").last.map(String.init) ?? file
        for ending in [".yaml", ".yml"] where last.hasSuffix(ending) && last.count > ending.count {
            return String(last.dropLast(ending.count))
        }
        return last
    }
}

/// Reads the looks of a theme from its tree.
private struct ThemeReader {
    let reading: ParsingContext
    let values: ValueReader

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

    func styles(_ root: YAMLNode, roles: [String]) -> [String: ThemeStyle] {
        guard let fields = Fields(root, of: "a theme", known: roles, reading: reading) else {
            return [:]
        }
        let missing = roles.filter { !fields.contains($0) }
        if !missing.isEmpty {
            reading.warn(
                fields.place,
                "plain for want of a look: " + missing.joined(separator: ", ")
            )
        }
        var styles: [String: ThemeStyle] = [:]
        for role in fields.keys {
            styles[role] = fields.optional(role).flatMap { style($0, of: role) }
        }
        return styles
    }

    private func style(_ node: YAMLNode, of role: String) -> ThemeStyle? {
        let keys = ["fg", "bg", "attributes"]
        guard let fields = Fields(node, of: "'\(role)'", known: keys, reading: reading) else {
            return nil
        }
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
        return ThemeStyle(
            foreground: color(fields, "fg"),
            background: color(fields, "bg"),
            attributes: attributes.map(\.text)
        )
    }

    private func color(_ fields: Fields, _ key: String) -> ThemeColor? {
        guard fields.contains(key),
            let value = values.value(fields.required(key), key)
        else { return nil }
        if value.text == "default" { return .terminal }
        if let number = UInt8(value.text) { return .palette(number) }
        let digits = value.text.dropFirst()
        if value.text.first == "#", digits.count == 6, digits.allSatisfy(\.isHexDigit),
            let number = UInt32(digits, radix: 16)
        {
            return .rgb(
                red: UInt8(number >> 16),
                green: UInt8(number >> 8 & 255),
                blue: UInt8(number & 255)
            )
        }
        reading.error(
            value.place,
            "'\(key)' must be \"#rrggbb\", a number from 0 to 255, or default, not \(value.quoted)"
        )
        return nil
    }
}
