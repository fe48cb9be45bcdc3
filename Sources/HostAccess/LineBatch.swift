/// Lines that were read together, in one piece of memory.
package struct LineBatch: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// No lines.
    package init() {}

    /// How many lines there are.
    package var count: Int { ends.count }

    /// How many bytes all lines have together, line ends not counted.
    package var byteCount: Int { bytes.count }

    /// Gives every line to `body`, the oldest first, as it was written but for its line end.
    package func forEach(_ body: (Span<UInt8>) -> Void) {
        let all = bytes.span
        var start = 0
        for end in ends {
            body(all.extracting(start..<end))
            start = end
        }
    }

    mutating func append(_ line: some Sequence<UInt8>) {
        bytes.append(contentsOf: line)
        ends.append(bytes.count)
    }

    mutating func append(_ line: Span<UInt8>) {
        line.withUnsafeBufferPointer { append($0) }
    }
}

/// Cuts a stream of bytes into lines, of each no more than its beginning.
struct LineSplitter {
    /// So much of a line is kept; the rest of it costs neither memory nor matching.
    ///
    /// Container runtimes cut lines into parts of 16 KiB, of which nothing may be missing.
    static let lineLimit = 32 << 10

    private var partial: [UInt8] = []
    /// Whether everything up to the next line end belongs to a line whose start was never seen.
    private var isInsideUnknownLine = false

    /// What comes now is no continuation: the rest of the line that it lies in means nothing.
    mutating func skipToNextLine() {
        partial.removeAll(keepingCapacity: true)
        isInsideUnknownLine = true
    }

    /// Takes the next bytes of the stream; complete lines go into the batch, but for empty ones.
    mutating func take(_ bytes: UnsafeRawBufferPointer, into batch: inout LineBatch) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(part: rest[..<end])
            finish(into: &batch)
            rest = rest[(end + 1)...]
        }
        take(part: rest)
    }

    /// Nothing follows: what is there of a last line is a line.
    mutating func finish(into batch: inout LineBatch) {
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        if !isInsideUnknownLine, !partial.isEmpty { batch.append(partial) }
        partial.removeAll(keepingCapacity: true)
        isInsideUnknownLine = false
    }

    private mutating func take(part: Slice<UnsafeRawBufferPointer>) {
        guard !isInsideUnknownLine else { return }
        // A program that goes on writing at its old place after its file was truncated leaves zeros
        // before its next line.
        let text = partial.isEmpty ? part.drop { $0 == 0 } : part
        partial.append(contentsOf: text.prefix(Self.lineLimit - partial.count))
    }
}
