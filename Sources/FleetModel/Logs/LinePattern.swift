/// A regular expression that tells whether it occurs in a line.
///
/// Lines come from strangers, so matching takes time in proportion to the length of the line
/// times the size of the pattern, whatever both are: all ways through the pattern are followed
/// at once (K. Thompson, "Regular Expression Search Algorithm", 1968). What cannot be had in this
/// way, references back and looking ahead, is refused.
package struct LinePattern: Equatable, Sendable {
    /// The pattern as it was written.
    package let source: String
    let program: [Instruction]
    /// Pieces of which every match holds one, so that most lines are told from them alone; none
    /// when such pieces are not known.
    let literals: [[UInt8]]
    /// Whether the pattern is nothing but a choice of these pieces.
    private let isLiteral: Bool
    /// Whether the pattern says something of where in a line it stands.
    package let isAnchored: Bool

    /// One step of the way through a pattern.
    enum Instruction: Equatable, Sendable {
        /// One of these bytes, then the next instruction.
        case byte(ByteSet)
        /// Both instructions, without taking a byte.
        case fork(Int, Int)
        /// Another instruction, without taking a byte.
        case jump(Int)
        /// The next instruction, if this holds here.
        case assertion(Assertion)
        /// The pattern was found.
        case found
    }

    /// What may be asked of a place between two bytes.
    enum Assertion: Equatable, Sendable {
        case start
        case end
        case wordBoundary
        case noWordBoundary
    }

    /// Reads a pattern in the usual syntax: `.`, `[a-z]`, `\d \w \s \b`, `(a|b)`, `* + ? {2,5}`,
    /// `^ $`, and `(?i)` at the start for both cases of letters.
    /// - Throws: `LinePatternError` with the place of the first mistake.
    package init(parsing text: String) throws(LinePatternError) {
        var parser = PatternParser(text)
        let node = try parser.pattern()
        var compiler = PatternCompiler()
        try compiler.compile(node)
        source = text
        program = compiler.program + [.found]
        literals = node.literals
        isLiteral = node.isLiteral
        isAnchored = program.contains { if case .assertion = $0 { true } else { false } }
    }

    /// A pattern that finds just this text.
    package init(literal text: String) {
        source = text
        literals = text.isEmpty ? [] : [Array(text.utf8)]
        isLiteral = true
        isAnchored = false
        program = text.utf8.map { .byte(ByteSet($0)) } + [.found]
    }

    /// Whether the pattern occurs anywhere in the line.
    package func matches(_ line: Span<UInt8>) -> Bool {
        guard literals.isEmpty || literals.contains(where: { line.contains($0.span) }) else {
            return false
        }
        if isLiteral { return true }
        var search = PatternSearch(count: program.count)
        return search.finds(program.span, in: line)
    }
}

/// A place in a pattern that cannot be read.
package struct LinePatternError: Error, Equatable {
    /// In characters from the start, from 0.
    package let offset: Int
    /// What is wrong.
    package let message: String
}

/// A set of bytes.
struct ByteSet: Equatable, Sendable {
    private var low = UInt128(0)
    private var high = UInt128(0)

    init() {}

    init(_ byte: UInt8) {
        insert(byte)
    }

    init(_ bytes: ClosedRange<UInt8>) {
        for byte in bytes { insert(byte) }
    }

    func contains(_ byte: UInt8) -> Bool {
        (byte < 128 ? low : high) >> UInt128(byte & 127) & 1 == 1
    }

    mutating func insert(_ byte: UInt8) {
        if byte < 128 {
            low |= 1 << UInt128(byte)
        } else {
            high |= 1 << UInt128(byte & 127)
        }
    }

    mutating func formUnion(_ other: ByteSet) {
        low |= other.low
        high |= other.high
    }

    /// The bytes below 128 that are not in this set.
    var asciiComplement: ByteSet {
        var set = ByteSet()
        set.low = ~low
        return set
    }

    /// The only byte in the set; nil when there are more or none.
    var onlyByte: UInt8? {
        guard low.nonzeroBitCount + high.nonzeroBitCount == 1 else { return nil }
        return UInt8(low != 0 ? low.trailingZeroBitCount : 128 + high.trailingZeroBitCount)
    }
}

/// The places in a pattern that are reached so far, while a line is read.
struct PatternSearch {
    private var current: [Int] = []
    private var next: [Int] = []
    /// In which step each place was reached last, so that none is followed twice.
    private var reached: [Int]
    private var pending: [Int] = []
    /// How many instructions were looked at; it does not depend on the machine as time does.
    private(set) var stepCount = 0

    init(count: Int) {
        reached = [Int](repeating: -1, count: count)
    }

    mutating func finds(
        _ program: Span<LinePattern.Instruction>,
        in line: Span<UInt8>
    ) -> Bool {
        for position in 0...line.count {
            // The pattern may begin anywhere.
            if follow(0, program, line, at: position) { return true }
            guard position < line.count else { return false }
            swap(&current, &next)
            next.removeAll(keepingCapacity: true)
            let byte = line[position]
            for index in current.indices {
                let place = current[index]
                guard case .byte(let set) = program[place], set.contains(byte) else { continue }
                if follow(place + 1, program, line, at: position + 1) { return true }
            }
        }
        return false
    }

    /// Adds a place to the next ones, and all that are reached from it without taking a byte.
    ///
    /// True when the end of the pattern is among them.
    private mutating func follow(
        _ start: Int,
        _ program: Span<LinePattern.Instruction>,
        _ line: Span<UInt8>,
        at position: Int
    ) -> Bool {
        pending.append(start)
        while let place = pending.popLast() {
            stepCount += 1
            guard reached[place] != position else { continue }
            reached[place] = position
            switch program[place] {
            case .found:
                return true
            case .byte: next.append(place)
            case .jump(let target): pending.append(target)
            case .fork(let first, let second):
                pending.append(second)
                pending.append(first)
            case .assertion(let assertion):
                if assertion.holds(in: line, at: position) { pending.append(place + 1) }
            }
        }
        return false
    }
}

extension LinePattern.Assertion {
    fileprivate func holds(in line: Span<UInt8>, at position: Int) -> Bool {
        switch self {
        case .start: return position == 0
        case .end: return position == line.count
        case .wordBoundary, .noWordBoundary:
            let before = position > 0 && ByteSet.word.contains(line[position - 1])
            let after = position < line.count && ByteSet.word.contains(line[position])
            return (before != after) == (self == .wordBoundary)
        }
    }
}

extension Span<UInt8> {
    /// Whether these bytes occur in a row.
    package func contains(_ other: Span<UInt8>) -> Bool {
        guard !other.isEmpty else { return true }
        guard other.count <= count else { return false }
        let first = other[0]
        var start = 0
        while start <= count - other.count {
            if self[start] == first {
                var length = 1
                while length < other.count, self[start + length] == other[length] { length += 1 }
                if length == other.count { return true }
            }
            start += 1
        }
        return false
    }
}
