package import CellGrid

/// Turns the bytes a terminal sends into input events.
///
/// Understands UTF-8, the key sequences of xterm, rxvt, tmux, the Linux console and the kitty
/// protocol's basic form, mouse reports (SGR 1006 and X10), bracketed paste and focus reports.
/// Unknown sequences are left out whole, so none of their characters become keys.
/// Source of the sequences: "XTerm Control Sequences" (ctlseqs) and ECMA-48.
package struct InputDecoder: Sendable {
    /// Bytes of a sequence or character that is not complete.
    private var pending: [UInt8] = []
    /// The text of a paste that is not complete; nil outside of one.
    private var paste: [UInt8]?
    /// What the last flush gave out as keys, if it may have been the beginning of a sequence.
    private var flushed: [UInt8] = []
    /// Whether the rest of the paste is left out because it is too long.
    private var pasteIsFull = false

    /// Longest paste kept, in bytes; the rest is left out.
    package static let longestPaste = 1 << 20
    /// Longest sequence taken seriously, in bytes.
    private static let longestSequence = 4096

    /// Whether a lone Escape, or the beginning of a sequence, waits for what follows.
    ///
    /// When nothing does within 25 ms, call `flush`.
    package private(set) var isWaiting = false

    /// Makes a decoder at the beginning of its input.
    package init() {}

    /// Decodes the bytes of one read.
    package mutating func feed(_ bytes: [UInt8]) -> [InputEvent] {
        pending += lateBeginning(of: bytes) + bytes
        flushed = []
        var events: [InputEvent] = []
        var position = 0
        while position < pending.count {
            if paste != nil {
                guard let used = takePaste(from: position, into: &events) else { break }
                position += used
                continue
            }
            switch SequenceParser.parse(pending[position...]) {
            case .incomplete: break
            case .complete(let used, let event):
                position += used
                switch event {
                case .event(let event): events.append(event)
                case .pasteStart:
                    paste = []
                    pasteIsFull = false
                case .nothing: break
                }
                continue
            }
            break
        }
        pending.removeFirst(position)
        if paste == nil && pending.count > Self.longestSequence { pending.removeAll() }
        isWaiting = !pending.isEmpty && paste == nil
        return events
    }

    /// Decodes what waits as if nothing more came: a lone Escape is the key.
    ///
    /// The beginning of a longer sequence keeps waiting, because on a slow line its end is only
    /// late and would otherwise be taken for typed characters. What begins like a string that no
    /// terminal sends was typed: its characters are keys.
    package mutating func flush() -> [InputEvent] {
        isWaiting = false
        guard paste == nil else { return [] }
        if SequenceParser.isString(pending), pending.count > 2,
            !SequenceParser.looksLikeAnswer(pending)
        {
            let typed = Array(pending.dropFirst(2))
            let start = SequenceParser.lone(Array(pending.prefix(2)))
            pending.removeAll()
            return (start.map { [$0] } ?? []) + feed(typed) + flush()
        }
        guard let event = SequenceParser.lone(pending) else { return [] }
        flushed = pending
        pending.removeAll()
        return [event]
    }

    /// What was given out as keys too early, when these bytes are the rest of its sequence: a slow
    /// line brought them later, and they must not become keys or, worse, open a paste unseen.
    private func lateBeginning(of bytes: [UInt8]) -> [UInt8] {
        // One byte alone is a key that was typed.
        guard !flushed.isEmpty, bytes.count > 1 else { return [] }
        let whole = flushed + bytes
        guard whole[1] == 0x5B || whole[1] == 0x4F || SequenceParser.looksLikeAnswer(whole) else {
            return []
        }
        return switch SequenceParser.parse(whole[...]) {
        case .complete(let used, .event), .complete(let used, .pasteStart):
            used > flushed.count ? flushed : []
        case .complete(_, .nothing): []
        case .incomplete: flushed
        }
    }

    /// Moves bytes of the paste out of `pending`; returns how many, or nil when more must come.
    private mutating func takePaste(from start: Int, into events: inout [InputEvent]) -> Int? {
        let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
        var index = start
        while index < pending.count {
            if pending[index] == 0x1B {
                let rest = pending[index...].prefix(end.count)
                if rest.elementsEqual(end) {
                    events.append(.paste(Self.text(of: paste ?? [])))
                    paste = nil
                    return index + end.count - start
                }
                if rest.count < end.count && end.starts(with: rest) { break }
            }
            keep(pending[index])
            index += 1
        }
        return index == start ? nil : index - start
    }

    private mutating func keep(_ byte: UInt8) {
        guard !pasteIsFull else { return }
        paste?.append(byte)
        pasteIsFull = (paste?.count ?? 0) >= Self.longestPaste
    }

    private static func text(of bytes: [UInt8]) -> String {
        // Terminals send Enter for a line end; a CR LF pair counts once.
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0D {
                result.append(0x0A)
            } else if byte != 0x0A || index == 0 || bytes[index - 1] != 0x0D {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
