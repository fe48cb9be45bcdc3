internal import Primitives

/// The keys of one mapping, checked against the keys that are known there.
struct Fields {
    let place: Place
    private let owner: String
    private let reading: ParsingContext
    private let entries: [YAMLEntry]

    /// Reads a mapping; nil, and reported, when the node is something else.
    ///
    /// - Parameters:
    ///   - owner: What the mapping describes, such as `a node`.
    ///   - known: The keys that may stand in it.
    init?(_ node: YAMLNode, of owner: String, known: [String], reading: ParsingContext) {
        guard let entries = reading.entries(of: node, owner) else { return nil }
        for entry in entries where !known.contains(entry.key) {
            // Compose files keep what several parts share under such a name.
            if owner == FleetReader.owner, entry.key.hasPrefix("x-") { continue }
            let hint = Suggestion.hint(for: entry.key, among: known, called: "keys")
            let name = entry.key.isKeyLike ? " " + entry.key.quoted : ""
            reading.error(entry.keyPlace, "unknown key\(name) in \(owner)\(hint)")
        }
        place = node.place
        self.owner = owner
        self.reading = reading
        self.entries = entries.filter { known.contains($0.key) }
    }

    /// The value of a key that may be left out.
    ///
    /// A key without a value is most likely one whose value is commented out.
    func optional(_ key: String) -> YAMLNode? {
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        guard !entry.value.isNull else {
            reading.warn(entry.keyPlace, "'\(key)' has no value and is left out")
            return nil
        }
        return entry.value
    }

    /// The value of a key that must be there; reported when it is not.
    func required(_ key: String) -> YAMLNode? {
        guard let entry = entries.first(where: { $0.key == key }) else {
            reading.error(place, "\(owner) needs the key '\(key)'")
            return nil
        }
        guard !entry.value.isNull else {
            reading.error(
                entry.keyPlace,
                "'\(key)' has no value; a value that begins with #, ! or & must be in quotes"
            )
            return nil
        }
        return entry.value
    }

    /// The known keys that are given, in the order of the file.
    var keys: [String] { entries.map(\.key) }

    func contains(_ key: String) -> Bool { keys.contains(key) }
}

extension ParsingContext {
    /// The entries of a mapping; nil, and reported, when the node is something else.
    func entries(of node: YAMLNode, _ owner: String) -> [YAMLEntry]? {
        guard visit(node.place) else { return nil }
        switch node.content {
        case .map(let entries): return entries
        case .unusable: return nil
        case .scalar, .list:
            error(node.place, "\(owner) must be a mapping (key: value), not \(node.kind)")
            return nil
        }
    }

    /// The items of a list; nil, and reported, when the node is something else.
    func items(of node: YAMLNode, _ key: String) -> [YAMLNode]? {
        guard visit(node.place) else { return nil }
        switch node.content {
        case .list(let items): return items
        case .unusable: return nil
        case .scalar, .map:
            error(node.place, "'\(key)' must be a list, not \(node.kind)")
            return nil
        }
    }
}
