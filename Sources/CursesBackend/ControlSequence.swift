import CellGrid

/// A control sequence as terminals send them: `ESC [`, numbers, a final letter.
struct ControlSequence {
    /// `<`, `?` or the like before the numbers, else 0.
    private var prefix: UInt8 = 0
    /// The numbers; a missing one is 0, and what follows a colon is left out.
    private var numbers: [Int] = []
    private var final: UInt8 = 0

    /// Parses `bytes`, which begin with `ESC [`.
    static func parse(_ bytes: ArraySlice<UInt8>) -> SequenceParser.Result {
        var sequence = ControlSequence()
        var number = 0
        var isSubparameter = false
        for (offset, byte) in bytes.enumerated().dropFirst(2) {
            switch byte {
            case 0x30...0x39:
                if !isSubparameter { number = min(number * 10 + Int(byte) - 0x30, 999_999) }
            case 0x3A: isSubparameter = true
            case 0x3B:
                sequence.numbers.append(number)
                number = 0
                isSubparameter = false
            case 0x3C...0x3F: sequence.prefix = byte
            // rxvt ends a key with Shift in `$`, which is no final byte by the standard.
            case 0x24 where sequence.prefix == 0 && number > 0: fallthrough
            case 0x40...0x7E:
                if byte == 0x5B && offset == 2 { return parseConsoleKey(bytes) }
                sequence.numbers.append(number)
                sequence.final = byte
                if byte == 0x4D && sequence.prefix == 0 && offset == 2 {
                    return parseX10Mouse(bytes)
                }
                return .complete(used: offset + 1, sequence.meaning)
            case 0x20...0x2F: continue
            default:
                // Not part of any sequence: what came before was cut off.
                return .complete(used: offset, .nothing)
            }
        }
        return .incomplete
    }

    private var meaning: SequenceParser.Meaning {
        if prefix == 0x3C && (final == 0x4D || final == 0x6D) { return mouse }
        guard prefix == 0 else { return .nothing }
        switch final {
        case 0x49: return .event(.focus(true))
        case 0x4F: return .event(.focus(false))
        case 0x5A: return .event(.key(Key(.backTab)))
        case 0x75: return key(of: Self.code(ofScalar: numbers[0]), modifiers: modifiers(at: 1))
        case 0x7E: return tilde
        case 0x24: return key(of: KeyTable.number(numbers[0]), modifiers: .shift)
        case 0x5E: return key(of: KeyTable.number(numbers[0]), modifiers: .control)
        case 0x40: return key(of: KeyTable.number(numbers[0]), modifiers: [.control, .shift])
        case 0x61...0x64: return key(of: KeyTable.letter(final - 0x20), modifiers: .shift)
        default:
            // `ESC [ 24 ; 80 R` is no F3 but the answer to a question about the cursor.
            guard numbers[0] <= 1, numbers.count < 2 || numbers[1] <= 16 else { return .nothing }
            return key(of: KeyTable.letter(final), modifiers: modifiers(at: 1))
        }
    }

    private var tilde: SequenceParser.Meaning {
        switch numbers[0] {
        case 200: return .pasteStart
        case 27 where numbers.count == 3:
            return key(of: Self.code(ofScalar: numbers[2]), modifiers: modifiers(at: 1))
        default: return key(of: KeyTable.number(numbers[0]), modifiers: modifiers(at: 1))
        }
    }

    private func key(of code: Key.Code?, modifiers: Key.Modifiers) -> SequenceParser.Meaning {
        guard let code else { return .nothing }
        var modifiers = modifiers
        if code == .tab && modifiers.contains(.shift) {
            modifiers.remove(.shift)
            return .event(.key(Key(.backTab, modifiers: modifiers)))
        }
        if case .character = code { modifiers.remove(.shift) }
        return .event(.key(Key(code, modifiers: modifiers)))
    }

    /// Modifiers as xterm counts them: one more than the sum of 1 Shift, 2 Alt, 4 Control and
    /// 8 Meta.
    private func modifiers(at index: Int) -> Key.Modifiers {
        guard index < numbers.count, numbers[index] > 0 else { return [] }
        let bits = numbers[index] - 1
        var modifiers = Key.Modifiers(rawValue: UInt8(bits & 7))
        if bits & 8 != 0 { modifiers.insert(.alt) }
        return modifiers
    }

    private static func code(ofScalar value: Int) -> Key.Code? {
        switch value {
        case 9: return .tab
        case 13: return .enter
        case 27: return .escape
        case 8, 127: return .backspace
        // The kitty protocol's functional keys are private scalars.
        case ..<32, 0x80...0x9F, 0xE000...0xF8FF: return nil
        default:
            return UInt32(exactly: value).flatMap(Unicode.Scalar.init)
                .map { .character(Character($0)) }
        }
    }

    // MARK: Mouse

    private var mouse: SequenceParser.Meaning {
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return .nothing }
        return Self.mouse(
            bits: numbers[0],
            x: numbers[1] - 1,
            y: numbers[2] - 1,
            isRelease: final == 0x6D
        )
    }

    private static func parseX10Mouse(_ bytes: ArraySlice<UInt8>) -> SequenceParser.Result {
        let report = bytes.dropFirst(3).prefix(3).map { Int($0) - 32 }
        guard report.count == 3 else { return .incomplete }
        guard report[0] >= 0, report[1] > 0, report[2] > 0 else {
            return .complete(used: 6, .nothing)
        }
        let isRelease = report[0] & 0b1100_0011 == 3 && report[0] & 32 == 0
        let meaning = mouse(
            bits: report[0],
            x: report[1] - 1,
            y: report[2] - 1,
            isRelease: isRelease
        )
        return .complete(used: 6, meaning)
    }

    /// Bits 0 and 1 number the button (3 is none), 4 is Shift, 8 Alt, 16 Control, 32 motion and
    /// 64 the wheel.
    private static func mouse(
        bits: Int,
        x: Int,
        y: Int,
        isRelease: Bool
    ) -> SequenceParser.Meaning {
        guard bits & ~0b0111_1111 == 0 else { return .nothing }
        let buttons: [MouseEvent.Button?] = [.left, .middle, .right, nil]
        let wheel: [MouseEvent.Action] = [.wheelUp, .wheelDown, .wheelLeft, .wheelRight]
        let button = buttons[bits & 3]
        let action: MouseEvent.Action
        if bits & 64 != 0 {
            if isRelease { return .nothing }
            action = wheel[bits & 3]
        } else if bits & 32 != 0 {
            action = .move(button)
        } else if isRelease {
            action = .release(button)
        } else if let button {
            action = .press(button)
        } else {
            return .nothing
        }
        var modifiers: Key.Modifiers = []
        if bits & 4 != 0 { modifiers.insert(.shift) }
        if bits & 8 != 0 { modifiers.insert(.alt) }
        if bits & 16 != 0 { modifiers.insert(.control) }
        return .event(.mouse(MouseEvent(action: action, x: x, y: y, modifiers: modifiers)))
    }

    /// The Linux console's F1 to F5: `ESC [ [` and a letter from A.
    private static func parseConsoleKey(_ bytes: ArraySlice<UInt8>) -> SequenceParser.Result {
        guard let letter = bytes.dropFirst(3).first else { return .incomplete }
        guard (0x41...0x45).contains(letter) else { return .complete(used: 4, .nothing) }
        return .complete(used: 4, .event(.key(Key(.function(Int(letter) - 0x40)))))
    }
}
