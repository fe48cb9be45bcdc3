import CellGrid

/// Reads one key, report or character from the beginning of a run of bytes.
enum SequenceParser {
    /// What a complete sequence stands for.
    enum Meaning {
        case event(InputEvent)
        case pasteStart
        case nothing
    }

    enum Result {
        case complete(used: Int, Meaning)
        case incomplete
    }

    /// Parses `bytes`, which are not empty.
    static func parse(_ bytes: ArraySlice<UInt8>) -> Result {
        guard let first = bytes.first else { return .incomplete }
        if first == 0x1B { return parseEscape(bytes) }
        if first < 0x80 { return .complete(used: 1, .event(.key(key(ofASCII: first)))) }
        return parseUTF8(bytes)
    }

    /// What incomplete bytes mean when nothing follows them.
    static func lone(_ bytes: [UInt8]) -> InputEvent? {
        if bytes == [0x1B] { return .key(Key(.escape)) }
        guard bytes.count == 2, bytes[0] == 0x1B, bytes[1] < 0x80 else { return nil }
        return .escapeThen(key(ofASCII: bytes[1]))
    }

    /// Whether these bytes, which begin a string that has not ended, are what a terminal answers.
    ///
    /// Of a terminal's answers the first letters are known; everything else was typed.
    ///
    /// Source: "XTerm Control Sequences" (ctlseqs): OSC begins with a number, DCS answers with
    /// `>|`, `!|`, `1$r`, `0+r` and the like; the kitty graphics protocol answers with `G`.
    static func looksLikeAnswer(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 2, bytes[0] == 0x1B else { return false }
        let first = bytes[2]
        return switch bytes[1] {
        case 0x5D: (0x30...0x39).contains(first)
        case 0x50: (0x30...0x39).contains(first) || first == 0x3E || first == 0x21
        case 0x5F: first == 0x47
        default: false
        }
    }

    /// Whether these bytes begin a string: `ESC` and `P`, `X`, `]`, `^` or `_`.
    static func isString(_ bytes: [UInt8]) -> Bool {
        bytes.count > 1 && bytes[0] == 0x1B && [0x50, 0x58, 0x5D, 0x5E, 0x5F].contains(bytes[1])
    }

    // MARK: Characters

    private static func key(ofASCII byte: UInt8) -> Key {
        switch byte {
        case 0x00: Key(" ", modifiers: .control)
        case 0x08, 0x7F: Key(.backspace)
        case 0x09: Key(.tab)
        case 0x0D: Key(.enter)
        case 0x1B: Key(.escape)
        case 0x01...0x1A: Key(character(byte + 0x60), modifiers: .control)
        case 0x1C...0x1F: Key(character(byte + 0x40), modifiers: .control)
        default: Key(character(byte))
        }
    }

    private static func character(_ byte: UInt8) -> Character {
        Character(Unicode.Scalar(byte))
    }

    private static func parseUTF8(_ bytes: ArraySlice<UInt8>) -> Result {
        let length =
            switch bytes[bytes.startIndex] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let rest = bytes.dropFirst().prefix(length - 1)
        let continuation = rest.prefix { $0 & 0xC0 == 0x80 }
        if continuation.count < rest.count || length == 1 {
            return .complete(used: 1 + continuation.count, .nothing)
        }
        guard rest.count == length - 1 else { return .incomplete }
        guard let text = String(validating: bytes.prefix(length), as: UTF8.self),
            let character = text.first, (text.unicodeScalars.first?.value ?? 0) > 0x9F
        else { return .complete(used: length, .nothing) }
        return .complete(used: length, .event(.key(Key(character))))
    }

    // MARK: Escape

    private static func parseEscape(_ bytes: ArraySlice<UInt8>) -> Result {
        guard let second = bytes.dropFirst().first else { return .incomplete }
        switch second {
        case 0x5B: return ControlSequence.parse(bytes)
        case 0x4F: return parseSingleShift(bytes)
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F: return parseString(bytes, kind: second)
        case 0x1B where bytes.count == 2: return .incomplete
        default: break
        }
        // Alt comes as Escape before the key, and before a whole sequence in some terminals.
        switch parse(bytes.dropFirst()) {
        case .incomplete: return .incomplete
        case .complete(let used, .event(.key(let key))):
            return .complete(used: used + 1, .event(.escapeThen(key)))
        case .complete:
            // No key follows that could have Alt: Escape stands by itself.
            return .complete(used: 1, .event(.key(Key(.escape))))
        }
    }

    /// `ESC O` and a letter: keys in application mode and F1 to F4.
    private static func parseSingleShift(_ bytes: ArraySlice<UInt8>) -> Result {
        guard let letter = bytes.dropFirst(2).first else { return .incomplete }
        let code: Key.Code? =
            switch letter {
            case 0x41...0x44, 0x46, 0x48, 0x50...0x53: KeyTable.letter(letter)
            case 0x4D: .enter
            case 0x6A...0x79: .character(character(letter - 0x40))
            case 0x58: .character("=")
            default: nil
            }
        if let code { return .complete(used: 3, .event(.key(Key(code)))) }
        // rxvt: Control with an arrow.
        if let code = KeyTable.letter(letter &- 0x20), (0x61...0x64).contains(letter) {
            return .complete(used: 3, .event(.key(Key(code, modifiers: .control))))
        }
        return .complete(used: 3, .nothing)
    }

    /// Operating system command, device control string and the like up to BEL or `ESC \`.
    private static func parseString(_ bytes: ArraySlice<UInt8>, kind: UInt8) -> Result {
        var previous: UInt8 = 0
        for (offset, byte) in bytes.enumerated().dropFirst(2) {
            if byte == 0x07 || (previous == 0x1B && byte == 0x5C) {
                let text = bytes.dropFirst(2).prefix(offset - 2)
                let isCommand = kind == 0x5D
                return .complete(used: offset + 1, isCommand ? meaning(ofCommand: text) : .nothing)
            }
            previous = byte
        }
        return .incomplete
    }

    /// What an operating system command of the terminal says: `11;rgb:RRRR/GGGG/BBBB` is its
    /// background, with one to four digits for each part.
    private static func meaning(ofCommand bytes: ArraySlice<UInt8>) -> Meaning {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("11;rgb"), let colon = text.firstIndex(of: ":") else {
            return .nothing
        }
        let parts = text[text.index(after: colon)...].split(separator: "/")
            .map { $0.prefix { $0.isHexDigit } }
        guard parts.count >= 3 else { return .nothing }
        let values = parts.prefix(3).compactMap { part -> UInt8? in
            guard (1...4).contains(part.count), let value = Int(part, radix: 16) else {
                return nil
            }
            return UInt8(value * 255 / (1 << (4 * part.count) - 1))
        }
        guard values.count == 3 else { return .nothing }
        return .event(.background(red: values[0], green: values[1], blue: values[2]))
    }
}
