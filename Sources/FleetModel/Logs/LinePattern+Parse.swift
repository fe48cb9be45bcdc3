/// A part of a pattern.
indirect enum PatternNode: Equatable {
    case set(ByteSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, least: Int, most: Int?)
    case assertion(LinePattern.Assertion)

    /// Texts of which every match holds one, as far as a short look tells; none when a match may
    /// hold none of them.
    var literals: [[UInt8]] {
        let literals = branches.map(\.longestLiteral)
        return literals.contains([]) ? [] : literals
    }

    /// Whether this is a choice of texts and nothing else.
    var isLiteral: Bool {
        branches.allSatisfy { $0.flattened.count == $0.longestLiteral.count }
    }

    private var branches: [PatternNode] {
        guard case .choice(let nodes) = self else { return [self] }
        return nodes
    }

    /// The longest text that every match holds.
    private var longestLiteral: [UInt8] {
        var longest: [UInt8] = []
        var run: [UInt8] = []
        for node in flattened {
            if case .set(let set) = node, let byte = set.onlyByte {
                run.append(byte)
            } else {
                run = []
            }
            if run.count > longest.count { longest = run }
        }
        return longest
    }

    private var flattened: [PatternNode] {
        guard case .sequence(let nodes) = self else { return [self] }
        return nodes.flatMap(\.flattened)
    }
}

extension ByteSet {
    static let digit = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let word: ByteSet = {
        var set = digit
        set.formUnion(ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z")))
        set.formUnion(ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z")))
        set.insert(UInt8(ascii: "_"))
        return set
    }()
    static let space: ByteSet = {
        var set = ByteSet(0x09...0x0D)
        set.insert(0x20)
        return set
    }()
}

/// Reads patterns by recursive descent.
struct PatternParser {
    private let characters: [Character]
    private var position = 0
    private var depth = 0
    private var ignoresCase = false

    private static let depthLimit = 50
    private static let lengthLimit = 500

    init(_ text: String) {
        characters = Array(text)
    }

    mutating func pattern() throws(LinePatternError) -> PatternNode {
        guard !characters.isEmpty else { throw mistake("a pattern must not be empty") }
        guard characters.count <= Self.lengthLimit else {
            throw mistake("a pattern must not be longer than \(Self.lengthLimit) characters")
        }
        if characters.starts(with: "(?i)") {
            ignoresCase = true
            position = 4
        }
        let node = try choice()
        guard position == characters.count else { throw mistake("this ')' closes nothing") }
        return node
    }

    private var peek: Character? {
        position < characters.count ? characters[position] : nil
    }

    private mutating func take(_ character: Character) -> Bool {
        guard peek == character else { return false }
        position += 1
        return true
    }

    private func mistake(_ message: String, at offset: Int? = nil) -> LinePatternError {
        LinePatternError(offset: offset ?? position, message: message)
    }

    private mutating func choice() throws(LinePatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw mistake("too many groups in one another") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(LinePatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let character = peek, character != "|", character != ")" {
            nodes.append(try repeated(try atom()))
        }
        return .sequence(nodes)
    }

    private mutating func repeated(_ node: PatternNode) throws(LinePatternError) -> PatternNode {
        let start = position
        let bounds: (least: Int, most: Int?)
        if take("*") {
            bounds = (0, nil)
        } else if take("+") {
            bounds = (1, nil)
        } else if take("?") {
            bounds = (0, 1)
        } else if let counted = try counts() {
            bounds = counted
        } else {
            return node
        }
        if case .assertion = node {
            throw mistake("there is nothing to repeat here", at: start)
        }
        // How greedy it is makes no difference to whether there is a match.
        _ = take("?")
        if let next = peek, "*+?".contains(next) {
            throw mistake("this repeats a repetition; use a group")
        }
        return .repeated(node, least: bounds.least, most: bounds.most)
    }

    /// Reads `{2}`, `{2,}` or `{2,5}`; nil when a brace means itself.
    private mutating func counts() throws(LinePatternError) -> (least: Int, most: Int?)? {
        guard peek == "{", let end = characters[position...].firstIndex(of: "}") else {
            return nil
        }
        let parts = String(characters[(position + 1)..<end]).split(
            separator: ",",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let least = parts.first.flatMap({ Int($0) }), least >= 0 else { return nil }
        var most: Int? = least
        if parts.count == 2 {
            most = parts[1].isEmpty ? nil : Int(parts[1])
            if most == nil, !parts[1].isEmpty { return nil }
        }
        guard least <= 100, most ?? least <= 100, most ?? least >= least else {
            throw mistake("a count must be from 0 to 100, the smaller first")
        }
        position = end + 1
        return (least, most)
    }

    private mutating func atom() throws(LinePatternError) -> PatternNode {
        let start = position
        let character = characters[position]
        position += 1
        switch character {
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case ".": return .anyCharacter(but: ByteSet())
        case "[": return try characterClass(from: start)
        case "(": return try group(from: start)
        case "\\": return try escape()
        case "*", "+", "?": throw mistake("there is nothing to repeat here", at: start)
        default: return literal(character)
        }
    }

    private mutating func group(from start: Int) throws(LinePatternError) -> PatternNode {
        if take("?"), !take(":") {
            throw mistake("only (?:…) is known here, and (?i) at the start of a pattern")
        }
        let node = try choice()
        guard take(")") else { throw mistake("this '(' is not closed", at: start) }
        return node
    }

    private func literal(_ character: Character) -> PatternNode {
        guard ignoresCase, character.isLetter, character.isASCII else {
            return .sequence(String(character).utf8.map { .set(ByteSet($0)) })
        }
        var set = ByteSet()
        for byte in (character.lowercased() + character.uppercased()).utf8 { set.insert(byte) }
        return .set(set)
    }

    private mutating func escape() throws(LinePatternError) -> PatternNode {
        guard let character = peek else { throw mistake("'\\' needs a character behind it") }
        switch character {
        case "b": position += 1; return .assertion(.wordBoundary)
        case "B": position += 1; return .assertion(.noWordBoundary)
        case "D": position += 1; return .anyCharacter(but: .digit)
        case "W": position += 1; return .anyCharacter(but: .word)
        case "S": position += 1; return .anyCharacter(but: .space)
        default: break
        }
        if let set = try escapedSet() { return .set(set) }
        throw mistake("'\\\(character)' has no meaning here")
    }

    /// Reads what stands behind a backslash and means bytes; nil when it means something else.
    private mutating func escapedSet() throws(LinePatternError) -> ByteSet? {
        guard let character = peek else { return nil }
        position += 1
        switch character {
        case "d": return .digit
        case "w": return .word
        case "s": return .space
        case "t": return ByteSet(0x09)
        case "n": return ByteSet(0x0A)
        case "r": return ByteSet(0x0D)
        case "x":
            let digits = String(characters[position...].prefix(2))
            guard digits.count == 2, let byte = UInt8(digits, radix: 16), byte < 128 else {
                throw mistake("'\\x' needs two hexadecimal digits, 00 to 7F")
            }
            position += 2
            return ByteSet(byte)
        default:
            if let byte = character.asciiValue, !character.isLetter, !character.isNumber {
                return ByteSet(byte)
            }
            position -= 1
            return nil
        }
    }
}

// MARK: Classes

extension PatternParser {
    private mutating func characterClass(
        from start: Int
    ) throws(LinePatternError) -> PatternNode {
        let isNegated = take("^")
        var set = ByteSet()
        var wide: [Character] = []
        var isFirst = true
        while true {
            guard let character = peek else { throw mistake("this '[' is not closed", at: start) }
            if character == "]", !isFirst { break }
            isFirst = false
            let place = position
            let member = try classMember()
            if let member {
                set.formUnion(try range(from: member, at: place))
            } else {
                wide.append(character)
            }
        }
        position += 1
        if isNegated {
            guard wide.isEmpty else {
                throw mistake("only ASCII can be excluded", at: start)
            }
            return .anyCharacter(but: set)
        }
        guard !wide.isEmpty else { return .set(set) }
        return .choice([.set(set)] + wide.map(literal))
    }

    /// The bytes of the next member of a class; nil for a character beyond ASCII.
    private mutating func classMember() throws(LinePatternError) -> ByteSet? {
        let character = characters[position]
        if character == "\\" {
            position += 1
            guard let set = try escapedSet() else {
                throw mistake("this escape has no meaning in a class")
            }
            return set
        }
        position += 1
        guard let byte = character.asciiValue, character != "\r\n" else { return nil }
        return bothCases(ByteSet(byte))
    }

    /// Goes on to the end of a range such as `a-z`, if there is one.
    private mutating func range(
        from first: ByteSet,
        at place: Int
    ) throws(LinePatternError) -> ByteSet {
        guard peek == "-", position + 1 < characters.count, characters[position + 1] != "]" else {
            return first
        }
        position += 1
        let lowest = characters[place].asciiValue
        let highest = characters[position].asciiValue
        guard try classMember() != nil, let lowest, let highest, lowest <= highest,
            characters[place] != "\\"
        else {
            throw mistake("a range goes from one ASCII character to a later one", at: place)
        }
        return bothCases(ByteSet(lowest...highest))
    }

    private func bothCases(_ set: ByteSet) -> ByteSet {
        guard ignoresCase else { return set }
        var both = set
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            if set.contains(byte) { both.insert(byte | 0x20) }
            if set.contains(byte | 0x20) { both.insert(byte) }
        }
        return both
    }
}

extension PatternNode {
    /// One character that is none of these ASCII ones; those beyond ASCII have several bytes
    /// (RFC 3629, section 3), and a byte that belongs to none counts as one.
    static func anyCharacter(but excluded: ByteSet) -> PatternNode {
        let continuation = ByteSet(0x80...0xBF)
        let wide = PatternNode.sequence([
            .set(ByteSet(0xC0...0xFF)), .repeated(.set(continuation), least: 0, most: 3),
        ])
        return .choice([.set(excluded.asciiComplement), wide, .set(continuation)])
    }
}

/// Turns a pattern into instructions.
struct PatternCompiler {
    private(set) var program: [LinePattern.Instruction] = []

    /// More would make every line dear.
    private static let limit = 2000
    /// Repetitions of nothing give no instructions, but take time too.
    private var remainingSteps = 20_000

    mutating func compile(_ node: PatternNode) throws(LinePatternError) {
        remainingSteps -= 1
        guard program.count < Self.limit, remainingSteps > 0 else {
            throw LinePatternError(offset: 0, message: "this pattern repeats too much")
        }
        switch node {
        case .set(let set): program.append(.byte(set))
        case .assertion(let assertion): program.append(.assertion(assertion))
        case .sequence(let nodes): for node in nodes { try compile(node) }
        case .choice(let branches): try compile(branches: branches[...])
        case .repeated(let node, let least, let most):
            for _ in 0..<least { try compile(node) }
            guard let most else { return try loop(node) }
            try compile(node, upTo: most - least)
        }
    }

    private mutating func compile(
        branches: ArraySlice<PatternNode>
    ) throws(LinePatternError) {
        var ends: [Int] = []
        for branch in branches.dropLast() {
            let fork = reserve()
            try compile(branch)
            ends.append(reserve())
            program[fork] = .fork(fork + 1, program.count)
        }
        if let last = branches.last { try compile(last) }
        for end in ends { program[end] = .jump(program.count) }
    }

    private mutating func loop(_ node: PatternNode) throws(LinePatternError) {
        let fork = reserve()
        try compile(node)
        program.append(.jump(fork))
        program[fork] = .fork(fork + 1, program.count)
    }

    private mutating func compile(_ node: PatternNode, upTo count: Int) throws(LinePatternError) {
        var forks: [Int] = []
        for _ in 0..<count {
            forks.append(reserve())
            try compile(node)
        }
        for fork in forks { program[fork] = .fork(fork + 1, program.count) }
    }

    /// A place for an instruction that jumps to where nobody knows yet.
    private mutating func reserve() -> Int {
        program.append(.jump(0))
        return program.count - 1
    }
}
