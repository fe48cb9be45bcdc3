extension KeyCollector {
    /// Adds a TOML document (version 1.0.0, and the line ends in inline tables of 1.1).
    ///
    /// Our own reader, because the only package for it here is made of C++, tells no lines, and
    /// all that is needed are flat keys.
    mutating func addTOML(_ bytes: [UInt8]) throws(ConfigurationError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var cursor = TOMLCursor(bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes)
        var tables = TOMLTables()
        cursor.skipBlank()
        while !cursor.isAtEnd {
            if cursor.take("[") {
                let isArray = cursor.take("[")
                let names = try cursor.keyPath()
                guard cursor.take("]"), !isArray || cursor.take("]") else {
                    throw cursor.error("a table's name must be followed by ']'")
                }
                guard names.count <= ConfigurationKeys.limitDepth else { throw .tooDeep }
                guard tables.open(names, isArray: isArray) else {
                    throw cursor.error("this table is given twice")
                }
            } else {
                let names = try cursor.keyPath()
                guard cursor.take("=") else {
                    throw cursor.error("a key must be followed by '='")
                }
                guard names.count <= ConfigurationKeys.limitDepth else { throw .tooDeep }
                let value = try cursor.value(depth: 0)
                let key = tables.key(names)
                guard tables.define(key) else { throw cursor.error("this key is given twice") }
                try add(value, at: key)
            }
            try cursor.endOfLine()
        }
    }
}

/// The tables of a document by their flat paths.
private struct TOMLTables {
    private var current = ""
    /// How many elements each array of tables has so far.
    private var counts: [String: Int] = [:]
    private var opened: Set<String> = []
    private var defined: Set<String> = []

    /// Begins a table; false when it was begun before or is a value.
    mutating func open(_ names: [String], isArray: Bool) -> Bool {
        var path = ""
        for (place, name) in names.enumerated() {
            path = KeyCollector.path(path, name)
            let isLast = place == names.count - 1
            if isLast, isArray {
                guard !opened.contains(path), !defined.contains(path) else { return false }
                counts[path, default: 0] += 1
            }
            guard !defined.contains(path) else { return false }
            if let count = counts[path] { path += "." + String(count - 1) }
        }
        current = path
        return isArray || opened.insert(path).inserted
    }

    func key(_ names: [String]) -> String {
        names.reduce(current) { KeyCollector.path($0, $1) }
    }

    /// Whether a key is new.
    mutating func define(_ key: String) -> Bool {
        counts[key] == nil && !opened.contains(key) && defined.insert(key).inserted
    }
}
