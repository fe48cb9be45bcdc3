extension KeyCollector {
    /// Adds a TOML document (version 1.0.0, and the line ends in inline tables of 1.1).
    ///
    /// Our own reader: TOMLKit 0.6 tells no lines and gives values instead of their spellings, so
    /// that `1.10` and `1.1`, or `0x10` and `16`, would be no difference between two nodes.
    ///
    /// A statement that cannot be read is left out; the keys below a table whose name cannot be
    /// read are left out too, because they would seem to be those of another one.
    mutating func addTOML(_ bytes: [UInt8]) throws(ConfigurationError) {
        var cursor = TOMLCursor(bytes)
        var tables = TOMLTables()
        var errors: [ConfigurationError] = []
        cursor.skipBlank()
        while !cursor.isAtEnd {
            cursor.markLine()
            let start = cursor.index
            var found: TOMLTables.Setting?
            do throws(ConfigurationError) {
                if cursor.take("[") {
                    note(try tables.header(&cursor))
                } else {
                    found = try tables.setting(&cursor)
                }
            } catch {
                errors.append(error)
                guard errors.count <= Self.limitMistakes else { throw errors[0] }
                note(error)
                cursor.index = start
                cursor.skipLine()
            }
            if let found {
                note(found.oddity)
                try add(found.value, at: found.key)
            }
        }
    }

    /// A text with more mistakes is something else.
    static let limitMistakes = 100
}

/// The tables of a document by their flat paths.
private struct TOMLTables {
    /// A key and its value; what is odd with it.
    struct Setting {
        var key: String
        var value: ValueTree
        var oddity: ConfigurationError?
    }

    private var current = ""
    /// Whether the name of the table was lost.
    private var isUnknown = false
    /// How many elements each array of tables has so far.
    private var counts: [String: Int] = [:]
    private var opened: Set<String> = []
    private var defined: Set<String> = []

    /// Reads the name of a table behind its first bracket; what is odd with it.
    mutating func header(
        _ cursor: inout TOMLCursor
    ) throws(ConfigurationError) -> ConfigurationError? {
        isUnknown = true
        let isArray = cursor.take("[")
        let names = try cursor.keyPath()
        guard names.count <= ConfigurationKeys.limitDepth else { throw .tooDeep }
        let isNew = open(names, isArray: isArray)
        guard cursor.take("]"), !isArray || cursor.take("]") else {
            // Where nothing follows the name, it is whole.
            isUnknown = !cursor.isAtLineEnd
            throw cursor.error("a table's name must be followed by ']'")
        }
        isUnknown = false
        let oddity = isNew ? nil : cursor.error("this table is given twice")
        try cursor.endOfLine()
        return oddity
    }

    /// Reads a key and its value; nil when its table is unknown.
    mutating func setting(
        _ cursor: inout TOMLCursor
    ) throws(ConfigurationError) -> Setting? {
        let names = try cursor.keyPath()
        guard cursor.take("=") else { throw cursor.error("a key must be followed by '='") }
        guard names.count <= ConfigurationKeys.limitDepth else { throw .tooDeep }
        let value = try cursor.value(depth: 0)
        let end = cursor
        try cursor.endOfLine()
        guard !isUnknown else { return nil }
        let key = names.reduce(current) { KeyCollector.path($0, $1) }
        let isNew = counts[key] == nil && !opened.contains(key) && defined.insert(key).inserted
        let oddity = isNew ? nil : end.error("this key is given twice")
        return Setting(key: key, value: value, oddity: oddity)
    }

    /// Begins a table; false when it was begun before or is a value.
    private mutating func open(_ names: [String], isArray: Bool) -> Bool {
        var path = ""
        var isNew = true
        for (place, name) in names.enumerated() {
            path = KeyCollector.path(path, name)
            let isLast = place == names.count - 1
            if isLast, isArray {
                isNew = isNew && !opened.contains(path) && !defined.contains(path)
                counts[path, default: 0] += 1
            }
            isNew = isNew && !defined.contains(path)
            if let count = counts[path] { path += "." + String(count - 1) }
        }
        current = path
        return (isArray || opened.insert(path).inserted) && isNew
    }
}
