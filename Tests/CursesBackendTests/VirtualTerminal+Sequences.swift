import CellGrid

extension VirtualTerminal {
    /// Takes in whole sequences and glyphs.
    mutating func feed(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while let byte = rest.first {
            guard byte < 0x20 || byte == 0x7F else {
                let text = rest.prefix { $0 >= 0x20 && $0 != 0x7F }
                rest = rest.dropFirst(text.count)
                for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
                    if scalar == "\u{FFFD}" { complain("no UTF-8: \(Array(text))") }
                    show(scalar)
                }
                continue
            }
            rest.removeFirst()
            control(byte, &rest)
        }
    }

    private mutating func control(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) {
        switch byte {
        case 0x07: break
        case 0x08: move(x: cursor.x - 1, y: cursor.y)
        case 0x09: tab(by: 1)
        case 0x0A: lineFeed()
        case 0x0D: move(x: 0, y: cursor.y)
        case 0x0E: isDrawingLines = true
        case 0x0F: isDrawingLines = false
        case 0x1B: escape(&rest)
        default: complain("control character \(byte)")
        }
    }

    private mutating func escape(_ rest: inout ArraySlice<UInt8>) {
        switch rest.popFirst() {
        case UInt8(ascii: "7"): save()
        case UInt8(ascii: "8"): restore()
        case UInt8(ascii: "M"): reverseLineFeed()
        case UInt8(ascii: "E"):
            move(x: 0, y: cursor.y)
            lineFeed()
        case UInt8(ascii: "="), UInt8(ascii: ">"): break
        case UInt8(ascii: "("):
            switch rest.popFirst() {
            case UInt8(ascii: "B"): isDrawingLines = false
            case UInt8(ascii: "0"): isDrawingLines = true
            case let other: complain("character set \(String(describing: other))")
            }
        // The set that shift-out calls in.
        case UInt8(ascii: ")"): if rest.popFirst() != UInt8(ascii: "0") { complain("ESC )") }
        case UInt8(ascii: "["): controlSequence(&rest)
        case UInt8(ascii: "]"): systemCommand(&rest)
        case let other: complain("ESC \(String(describing: other))")
        }
    }

    /// `ESC ]`, text, and BEL or `ESC \`.
    private mutating func systemCommand(_ rest: inout ArraySlice<UInt8>) {
        // The Linux console puts its palette back with this, which has no end.
        if rest.first == UInt8(ascii: "R") { return rest = rest.dropFirst() }
        guard let end = rest.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return complain("a system command without end")
        }
        let text = String(decoding: rest[..<end], as: UTF8.self)
        let terminator = rest[end...].prefix(rest[end] == 0x07 ? 1 : 2)
        rest = rest[(end + terminator.count)...]
        guard Array(terminator) == [0x07] || Array(terminator) == [0x1B, 0x5C] else {
            return complain("a system command that ends in \(Array(terminator))")
        }
        let parts = text.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "8" else {
            // The palette put back, and the question about the background, show nothing.
            return ["104", "11;?"].contains(text) ? () : complain("OSC \(text)")
        }
        let name = parts[1].hasPrefix("id=") ? String(parts[1].dropFirst(3)) : ""
        link(Link(address: String(parts[2]), name: name))
    }

    private mutating func controlSequence(_ rest: inout ArraySlice<UInt8>) {
        let parameters = rest.prefix { (0x30...0x3F).contains($0) }
        rest = rest.dropFirst(parameters.count)
        let intermediates = rest.prefix { (0x20...0x2F).contains($0) }
        rest = rest.dropFirst(intermediates.count)
        let text = String(decoding: parameters, as: UTF8.self)
        guard let final = rest.popFirst(), intermediates.isEmpty else {
            return complain("CSI \(text)")
        }
        let isPrivate = text.hasPrefix("?")
        let numbers = text.dropFirst(isPrivate ? 1 : 0)
            .split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let letter = Character(Unicode.Scalar(final))
        let isKnown =
            isPrivate
            ? privateMode(letter, numbers)
            : place(letter, numbers) || change(letter, numbers)
        if !isKnown { complain("CSI \(text)\(letter)") }
    }

    private mutating func privateMode(_ letter: Character, _ numbers: [Int]) -> Bool {
        // How large the cursor of the Linux console is.
        if letter == "c" { return numbers == [0] || numbers == [1] || numbers == [8] }
        let known = [1, 7, 12, 25, 1000, 1004, 1006, 1049, 2004, 2026]
        guard letter == "h" || letter == "l", numbers.allSatisfy(known.contains) else {
            return false
        }
        for mode in numbers { setMode(mode, letter == "h") }
        return true
    }

    /// Whatever moves the cursor.
    private mutating func place(_ letter: Character, _ numbers: [Int]) -> Bool {
        let count = max(1, numbers.first ?? 0)
        switch letter {
        case "A": move(x: cursor.x, y: max(cursor.y - count, 0))
        case "B": move(x: cursor.x, y: cursor.y + count)
        case "C": move(x: cursor.x + count, y: cursor.y)
        case "D": move(x: cursor.x - count, y: cursor.y)
        case "G": move(x: count - 1, y: cursor.y)
        case "d": move(x: cursor.x, y: count - 1)
        case "H": move(x: max(1, numbers.dropFirst().first ?? 0) - 1, y: count - 1)
        case "Z": tab(by: -count)
        case "r":
            let bottom = numbers.dropFirst().first.flatMap { $0 == 0 ? nil : $0 } ?? height
            guard count <= bottom, bottom <= height else { return false }
            margins = count - 1...bottom - 1
            move(x: 0, y: 0)
        default: return false
        }
        return true
    }

    /// Whatever changes what is shown.
    private mutating func change(_ letter: Character, _ numbers: [Int]) -> Bool {
        let first = numbers.first ?? 0
        let count = max(1, first)
        switch (letter, first) {
        case ("J", 0):
            erase(cursor.x..<width, in: cursor.y)
            eraseRows(cursor.y + 1..<height)
        case ("J", 2): eraseRows(0..<height)
        case ("K", 0): erase(cursor.x..<width, in: cursor.y)
        case ("K", 1): erase(0..<cursor.x + 1, in: cursor.y)
        case ("X", _): erase(cursor.x..<cursor.x + count, in: cursor.y)
        case ("@", _): insertColumns(count)
        case ("P", _): deleteColumns(count)
        case ("L", _): insertRows(count)
        case ("M", _): insertRows(-count)
        case ("S", _): scroll(margins, by: count)
        case ("T", _): scroll(margins, by: -count)
        case ("b", _): repeatLast(count)
        case ("h", 4), ("l", 4): isInserting = letter == "h"
        case ("h", 34), ("l", 34): break
        // The title is put away and brought back.
        case ("t", 22), ("t", 23): break
        case ("m", _): return draw(numbers)
        default: return false
        }
        return true
    }

    private mutating func draw(_ numbers: [Int]) -> Bool {
        var rest = numbers[...]
        if rest.isEmpty { rest = [0] }
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = Pen(link: pen.link)
            case 1: pen.attributes.insert(.bold)
            case 2: pen.attributes.insert(.dim)
            case 3: pen.attributes.insert(.italic)
            case 4: pen.attributes.insert(.underline)
            case 7: pen.attributes.insert(.reverse)
            case 10: break
            case 22: pen.attributes.subtract([.bold, .dim])
            case 23: pen.attributes.remove(.italic)
            case 24: pen.attributes.remove(.underline)
            case 27: pen.attributes.remove(.reverse)
            case 30...37: pen.foreground = Int32(number - 30)
            case 39: pen.foreground = -1
            case 40...47: pen.background = Int32(number - 40)
            case 49: pen.background = -1
            case 90...97: pen.foreground = Int32(number - 82)
            case 100...107: pen.background = Int32(number - 92)
            case 38, 48:
                guard rest.popFirst() == 5, let color = rest.popFirst() else { return false }
                if number == 38 {
                    pen.foreground = Int32(color)
                } else {
                    pen.background = Int32(color)
                }
            default: return false
            }
        }
        return true
    }
}
