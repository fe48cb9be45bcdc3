internal import Yams
internal import Primitives

/// Turns YAML text into a tree with places, reporting what is not YAML.
///
/// Two things are kept from the parser, by writing private-use characters of the same width in
/// their place. Aliases: the parser compares and hashes what an alias stands for, which takes
/// for ever when aliases of aliases multiply. Second uses of a key: the parser stops at one, and
/// the other mistakes of the file would stay unseen.
struct YAMLTree {
    /// The longest file that is read.
    static let maximumBytes = 16 << 20
    private static let maximumRepeatedKeys = 50
    /// How many members any file may merge into others, and a larger one one in four bytes:
    /// mappings that merge mappings that merge others grow with the square of the file.
    private static let minimumMerges = 200_000
    private static let aliasMark: Unicode.Scalar = "\u{100000}"
    private static let firstKeyMark: UInt32 = 0x100001

    let source: SourceText
    private let isTooLarge: Bool
    private let reading: ParsingContext
    /// The first characters of keys that occur again later, by the mark written instead.
    private var hidden: [Unicode.Scalar: Unicode.Scalar] = [aliasMark: "*"]
    private var anchors: [String: YAMLNode] = [:]
    private let isForeign: Bool
    private var remainingMerges: Int

    /// - Parameter isForeign: Whether the file is somebody else's: a merge key whose value cannot
    ///   be merged stays as the key that it is, and of equal keys all are kept; else the first.
    init(_ text: String, reading: ParsingContext, isForeign: Bool = false) {
        self.isForeign = isForeign
        isTooLarge = text.utf8.count > Self.maximumBytes
        source = SourceText(isTooLarge ? "" : text)
        self.reading = reading
        remainingMerges = max(Self.minimumMerges, text.utf8.count / 4)
        reading.expect(bytes: isTooLarge ? 0 : text.utf8.count)
    }

    /// The document's root; nil when the problem found makes the text unreadable.
    mutating func root() -> YAMLNode? {
        let start = Place(line: 1, column: 1)
        guard !isTooLarge else {
            reading.error(start, "this file is larger than 16 MiB")
            return nil
        }
        guard hasOnlyText() else { return nil }
        var masked = source
        for index in masked.scalars.indices where masked.scalars[index] == "*" {
            masked.replace(at: index, with: Self.aliasMark)
        }
        while true {
            do {
                // The parser keeps the anchors alive; nodes only refer to them weakly.
                // All scalars are texts here: to tell numbers and dates, with regular expressions,
                // takes longer than all else.
                let parser = try Parser(yaml: masked.text, resolver: .basic, encoding: .utf8)
                return try withExtendedLifetime(parser) {
                    guard let node = try parser.singleRoot() else {
                        reading.error(start, "this file is empty")
                        return nil
                    }
                    return converted(node)
                }
            } catch let error as YamlError {
                guard hideRepeatedKey(error, in: &masked) else {
                    reading.report(error, in: source)
                    return nil
                }
            } catch {
                reading.error(start, "this file cannot be read as YAML")
                return nil
            }
        }
    }

    /// Whether all characters may stand in YAML 1.1 (section 5.1) and none is used as a mark.
    private func hasOnlyText() -> Bool {
        let bad = source.scalars.firstIndex { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD,
                0x10000...0xFFFFF:
                scalar.value == 0xFEFF
            default: true
            }
        }
        guard let bad else { return true }
        let code = String(source.scalars[bad].value, radix: 16, uppercase: true)
        reading.error(source.place(at: bad), "the character U+\(code) may not stand here")
        return false
    }

    /// Makes the first of several equal keys unlike the others, so that parsing can go on.
    private mutating func hideRepeatedKey(
        _ error: YamlError,
        in masked: inout SourceText
    ) -> Bool {
        guard case .duplicatedKeysInMapping(let keys, let context) = error,
            let key = keys.first, let first = key.unicodeScalars.first,
            hidden.count <= Self.maximumRepeatedKeys,
            var index = masked.index(of: Place(context.mark)),
            let mark = Unicode.Scalar(Self.firstKeyMark + UInt32(hidden.count))
        else { return false }
        if ["\"", "'"].contains(masked.scalars[index]) { index += 1 }
        guard index < masked.scalars.count, masked.scalars[index] == first else { return false }
        hidden[mark] = hidden[first] ?? first
        masked.replace(at: index, with: mark)
        return true
    }

    private func unmasked(_ text: String) -> String {
        // The marks are the characters of the last plane, which alone begin with this byte.
        guard text.utf8.contains(0xF4) else { return text }
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { view.append(hidden[scalar] ?? scalar) }
        return String(view)
    }

    // MARK: Nodes

    private mutating func converted(_ node: Node) -> YAMLNode {
        let place = node.mark.map(Place.init) ?? Place(line: 1, column: 1)
        let content: YAMLNode.Content
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, scalar.string.unicodeScalars.first == Self.aliasMark {
                return aliased(String(unmasked(scalar.string).dropFirst()), at: place)
            }
            content = .scalar(
                YAMLScalar(text: unmasked(scalar.string), style: .init(scalar.style))
            )
        case .sequence(let sequence):
            content = .list(sequence.map { converted($0) })
        case .mapping(let mapping):
            content = .map(entries(of: mapping))
        case .alias: content = .unusable
        }
        let result = YAMLNode(place: place, content: content)
        if let anchor = node.anchor { anchors[anchor.rawValue] = result }
        return result
    }

    private func aliased(_ name: String, at place: Place) -> YAMLNode {
        if let node = anchors[name] { return node }
        // The name is not repeated: it may be a secret that happens to begin with a star.
        let hint = Suggestion.nearest(to: name, among: anchors.keys.sorted())
        reading.error(
            place,
            "this alias stands for nothing"
                + (hint.map { "; did you mean '*\($0)'?" }
                    ?? "; a text that begins with * must be in quotes")
        )
        return YAMLNode(place: place, content: .unusable)
    }

    private mutating func entries(of mapping: Node.Mapping) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var merged: [YAMLNode] = []
        var lines: [String: Int] = [:]
        for (rawKey, rawValue) in mapping {
            let key = converted(rawKey)
            let value = converted(rawValue)
            guard case .scalar(let scalar) = key.content else {
                reading.error(key.place, "a key must be a text, not \(key.kind)")
                continue
            }
            let isMerge = scalar.text == "<<" && scalar.style == .plain
            if let line = lines[scalar.text] {
                let name = scalar.text.isKeyLike || isMerge ? scalar.text.quoted : "this key"
                reading.error(
                    key.place,
                    "\(name) is given twice; it was first given in line \(line)"
                        + (isMerge ? "; for several write <<: [*one, *two]" : "")
                )
                guard isForeign, !isMerge else { continue }
                entries.append(YAMLEntry(key: scalar.text, keyPlace: key.place, value: value))
                continue
            }
            lines[scalar.text] = key.place.line
            if isMerge, let mappings = mappings(of: value, as: rawValue) {
                merged += mappings
            } else {
                entries.append(YAMLEntry(key: scalar.text, keyPlace: key.place, value: value))
            }
        }
        merge(merged, into: &entries)
        return entries
    }
}

// MARK: Merge keys

/// Members of other mappings that a mapping takes over (YAML's merge key, type `merge`).
extension YAMLTree {
    /// The mappings that a merge key names, the first of which counts most; nil when the key
    /// stays what it is.
    private func mappings(of value: YAMLNode, as raw: Node) -> [YAMLNode]? {
        var items = [(value, raw)]
        if case .list(let list) = value.content {
            // The items of an aliased list lie elsewhere; all of them are named here.
            let raws = raw.sequence.map(Array.init) ?? []
            items = list.enumerated().map { ($1, $0 < raws.count ? raws[$0] : raw) }
        }
        let strangers = items.filter { item, _ in
            switch item.content {
            case .map, .unusable: false
            case .scalar, .list: true
            }
        }
        if isForeign { return strangers.isEmpty ? items.map(\.0) : nil }
        for (item, raw) in strangers {
            reading.error(
                raw.mark.map(Place.init) ?? item.place,
                "'<<' takes over the keys of a mapping, written <<: *name or "
                    + "<<: [*one, *two], not \(item.kind)"
            )
        }
        return items.map(\.0)
    }

    /// Adds the members of others that are not there yet.
    private mutating func merge(_ mappings: [YAMLNode], into entries: inout [YAMLEntry]) {
        guard !mappings.isEmpty else { return }
        var known = Set(entries.map(\.key))
        for mapping in mappings {
            guard case .map(let members) = mapping.content else { continue }
            for member in members {
                remainingMerges -= 1
                guard remainingMerges > 0 else {
                    if remainingMerges == 0 {
                        reading.error(
                            mapping.place,
                            "this file takes over too much with '<<'; mappings that take over "
                                + "one another multiply"
                        )
                    }
                    return
                }
                if known.insert(member.key).inserted { entries.append(member) }
            }
        }
    }
}

extension String {
    /// Whether a text looks like a key that was meant as one.
    ///
    /// Others are not repeated in
    /// messages: `{token: abc, secret def}` makes a secret part of a key.
    var isKeyLike: Bool {
        utf8.count <= 40 && !isEmpty
            && utf8.allSatisfy {
                switch $0 {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }
}

extension Place {
    init(_ mark: Mark) {
        self.init(line: max(1, mark.line), column: max(1, mark.column))
    }
}

extension YAMLScalar.Style {
    fileprivate init(_ style: Node.Scalar.Style) {
        switch style {
        case .any, .plain: self = .plain
        case .singleQuoted: self = .singleQuoted
        case .doubleQuoted: self = .doubleQuoted
        case .literal, .folded: self = .block
        }
    }
}
