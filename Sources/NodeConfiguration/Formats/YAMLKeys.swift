import ConfigFiles

extension KeyCollector {
    /// Adds a YAML text.
    ///
    /// The keys of several documents have a name in front: kind and name of an object of
    /// Kubernetes, else the number of the document, from 0. Lines that are no YAML are left out
    /// with all that lies below them.
    mutating func addYAML(_ text: String) throws(ConfigurationError) {
        let parts = YAMLPart.parts(of: text)
        var trees: [(name: String, value: ValueTree)] = []
        var names: Set<String> = []
        for (place, part) in parts.enumerated() {
            var repair = YAMLRepair(part)
            do throws(ConfigurationError) {
                let tree = try repair.tree()
                for oddity in repair.oddities { note(oddity) }
                let object = tree.objectName.flatMap { names.insert($0).inserted ? $0 : nil }
                trees.append((object ?? String(place), tree))
            } catch {
                if parts.count == 1 { throw error }
                note(error)
            }
        }
        if parts.count == 1, let only = trees.first {
            try add(only.value)
        } else {
            try add(.table(trees))
        }
    }
}

extension ValueTree {
    fileprivate init(_ yaml: YAMLDocument.Value) {
        switch yaml {
        case .scalar(let text, let isQuoted): self = .scalar(isQuoted ? text : Self.plain(text))
        case .list(let items): self = .list(items.map(ValueTree.init))
        case .map(let members):
            self = .table(members.map { (name: $0.name, value: ValueTree($0.value)) })
        }
    }

    /// Truth values in one spelling (YAML 1.2 core schema, and `yes` and `no` of 1.1 as they
    /// are); numbers stay as written, because a version such as `1.10` is none.
    private static func plain(_ text: String) -> String {
        switch text {
        case "True", "TRUE": "true"
        case "False", "FALSE": "false"
        default: text
        }
    }

    /// What an object of Kubernetes is called by, such as `Deployment/node`.
    fileprivate var objectName: String? {
        guard case .scalar(let kind) = self["kind"],
            case .scalar(let name) = self["metadata"]?["name"]
        else { return nil }
        guard case .scalar(let space) = self["metadata"]?["namespace"] else {
            return "\(kind)/\(name)"
        }
        return "\(kind)/\(space)/\(name)"
    }

    private subscript(_ name: String) -> ValueTree? {
        guard case .table(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

/// One document of a YAML text.
private struct YAMLPart {
    var lines: [Substring]
    /// How many lines lie before it.
    var offset: Int

    /// The documents, parted by lines of `---`; those that hold nothing are left out.
    static func parts(of text: String) -> [YAMLPart] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var parts: [YAMLPart] = []
        var start = 0
        for place in 1..<max(lines.count, 1) + 1 {
            let isLast = place >= lines.count
            guard isLast || lines[place].isMark("---") || lines[place - 1].isMark("...") else {
                continue
            }
            let part = YAMLPart(lines: Array(lines[start..<place]), offset: start)
            let hasContent = part.lines.contains(where: \.hasContent)
            // Directives belong to the document below them.
            if hasContent { parts.append(part) }
            if hasContent || !part.lines.contains(where: { $0.first == "%" }) { start = place }
        }
        return parts.isEmpty ? [YAMLPart(lines: lines, offset: 0)] : parts
    }
}

extension Substring {
    /// Whether a line begins or ends a document.
    fileprivate func isMark(_ mark: String) -> Bool {
        guard hasPrefix(mark) else { return false }
        return count == mark.count || self[index(startIndex, offsetBy: mark.count)].isWhitespace
    }

    /// Whether a line holds more than a comment, a directive or a mark.
    fileprivate var hasContent: Bool {
        let line = trimmedSpaces
        return !line.isEmpty && line.first != "#" && line.first != "%" && line != "---"
            && line != "..."
    }

    fileprivate var indentation: Int { prefix { $0 == " " }.count }
}

/// Reads a document without the lines that are no YAML.
private struct YAMLRepair {
    /// What was left out.
    private(set) var oddities: [ConfigurationError] = []
    private var part: YAMLPart
    /// How many bytes may still be parsed.
    private var remainingBytes = 8 << 20

    /// So many places are left out at most.
    private static let limitRounds = 20

    init(_ part: YAMLPart) {
        self.part = part
    }

    /// The document; of one that cannot be put right, the first mistake is thrown.
    mutating func tree() throws(ConfigurationError) -> ValueTree {
        removeControls()
        var first: ConfigurationError?
        for _ in 0..<Self.limitRounds {
            let mistake: YAMLDocument.Mistake
            do throws(YAMLDocument.Mistake) {
                return try read(part.lines)
            } catch {
                mistake = error
            }
            let odd = error(of: mistake)
            first = first ?? odd
            guard !mistake.isLimit, leaveOut(mistake) else { break }
            oddities.append(
                ConfigurationError(
                    line: odd.line,
                    odd.message + "; what is meant there is left out"
                )
            )
        }
        throw first ?? ConfigurationError("this is not YAML")
    }

    private func error(of mistake: YAMLDocument.Mistake) -> ConfigurationError {
        ConfigurationError(line: mistake.line + part.offset, mistake.message)
    }

    private mutating func read(
        _ lines: [Substring]
    ) throws(YAMLDocument.Mistake) -> ValueTree {
        let text = lines.joined(separator: "\n")
        remainingBytes -= text.utf8.count
        let document = try YAMLDocument(parsing: text, depth: ConfigurationKeys.limitDepth)
        oddities += document.mistakes.map(error)
        return ValueTree(document.root)
    }

    /// Characters that YAML refuses would make the whole text unreadable.
    private mutating func removeControls() {
        for place in part.lines.indices {
            let line = part.lines[place]
            guard line.unicodeScalars.contains(where: \.isControl) else { continue }
            var kept = String.UnicodeScalarView()
            for scalar in line.unicodeScalars {
                kept.append(scalar.isControl ? "\u{FFFD}" : scalar)
            }
            part.lines[place] = Substring(String(kept))
            let words = "a control character may not stand here; it is replaced"
            oddities.append(ConfigurationError(line: place + 1 + part.offset, words))
        }
    }

    /// Empties the lines after which most of the text can be read; false when none helps.
    private mutating func leaveOut(_ mistake: YAMLDocument.Mistake) -> Bool {
        var best: (lines: [Substring], line: Int)?
        for line in candidates(mistake) {
            guard remainingBytes > 0 else { return false }
            let lines = withoutBlock(at: line - 1)
            guard lines.contains(where: \.hasContent) else { continue }
            let kept = oddities.count
            defer { oddities.removeSubrange(kept...) }
            do throws(YAMLDocument.Mistake) {
                _ = try read(lines)
                part.lines = lines
                return true
            } catch {
                if error.line > best?.line ?? 0 { best = (lines, error.line) }
            }
        }
        guard let best else { return false }
        part.lines = best.lines
        return true
    }

    /// The lines that may be to blame: that of the mistake, where it began, and the one before.
    private func candidates(_ mistake: YAMLDocument.Mistake) -> [Int] {
        let isFilled = { (line: Int) in
            part.lines.indices.contains(line - 1) && !part.lines[line - 1].trimmedSpaces.isEmpty
        }
        let before = (1..<max(mistake.line, 1)).last(where: isFilled)
        var lines: [Int] = []
        for line in [mistake.line, before, mistake.start].compactMap(\.self)
        where isFilled(line) && !lines.contains(line) { lines.append(line) }
        return lines
    }

    /// The lines without one, and without those that lie below it and would move elsewhere.
    private func withoutBlock(at place: Int) -> [Substring] {
        var lines = part.lines
        let indentation = lines[place].indentation
        lines[place] = ""
        for below in lines.indices.dropFirst(place + 1) {
            let line = lines[below]
            guard line.trimmedSpaces.isEmpty || line.indentation > indentation else { break }
            lines[below] = ""
        }
        return lines
    }
}

extension Unicode.Scalar {
    /// Whether YAML 1.1 (section 5.1) refuses it, as far as it can be in a text.
    fileprivate var isControl: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD,
            0x10000...0xFFFFF:
            value == 0xFEFF
        default: true
        }
    }
}
