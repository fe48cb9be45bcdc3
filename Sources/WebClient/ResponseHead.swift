import Primitives

/// The head of an answer as a server wrote it, and as a strict reader takes it.
///
/// What RFC 9112 lets a recipient read is read: lines that end with a bare line feed (2.2), folded
/// lines (5.2), spaces before a colon (5.1), the same length twice (RFC 9110, 8.6). What would
/// leave the end of the body open is refused.
struct ResponseHead {
    /// How much of a head is read.
    static let limitBytes = 64 << 10
    /// How many fields are passed on; the decoders here take no more than 256.
    private static let fieldLimit = 250

    private let lines: [[UInt8]]

    /// Where the head ends, behind its empty line; nil while it is not complete.
    ///
    /// - Parameter start: Up to where it was looked through before.
    static func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var place = max(0, start - 2)
        while place < bytes.count {
            defer { place += 1 }
            guard bytes[place] == .lineFeed else { continue }
            if place + 1 < bytes.count, bytes[place + 1] == .lineFeed { return place + 2 }
            if place + 2 < bytes.count, bytes[place + 1] == .carriageReturn,
                bytes[place + 2] == .lineFeed
            {
                return place + 3
            }
        }
        return nil
    }

    /// Whether a complete head is as every reader takes it; then there is nothing to be done.
    static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var (fields, lengths, codings) = (0, 0, 0)
        var (last, beforeColon) = (UInt8.lineFeed, true)
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case .lineFeed:
                guard last == .carriageReturn else { return false }
                fields += 1
                beforeColon = true
            case .colon where beforeColon:
                guard fields == 0 || !last.isBlank else { return false }
                beforeColon = false
            default:
                guard last != .carriageReturn else { return false }
                guard last == .lineFeed else { break }
                if byte.isBlank { return false }
                if byte | 0x20 == UInt8(ascii: "c"), bytes.names("content-length", at: place) {
                    lengths += 1
                    if bytes.hasList(at: place) { return false }
                }
                if byte | 0x20 == UInt8(ascii: "t"), bytes.names("transfer-encoding", at: place) {
                    codings += 1
                }
            }
            last = byte
        }
        return lengths + codings < 2 && fields < fieldLimit
    }

    /// Takes a complete head apart.
    init(_ bytes: some Sequence<UInt8>) {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for byte in bytes {
            guard byte == .lineFeed else {
                line.append(byte)
                continue
            }
            if line.last == .carriageReturn { line.removeLast() }
            // A carriage return alone is as good as a blank.
            for place in line.indices where line[place] == .carriageReturn {
                line[place] = .space
            }
            if lines.count > 1, line.first?.isBlank == true {
                lines[lines.count - 1] += [.space] + line.trimmed
            } else if !line.isEmpty {
                lines.append(line)
            }
            line = []
        }
        self.lines = lines
    }

    /// The head for a strict reader.
    /// - Throws: why nobody can tell where the body ends.
    func normalised() throws(FailureReason) -> [UInt8] {
        var fields = lines.dropFirst().map(HeadField.init)
        let lengths = fields.filter { $0.name == "content-length" }.flatMap(\.items)
        // No coding at all, which older servers say by its name.
        fields.removeAll { $0.name == "transfer-encoding" && $0.items == ["identity"] }
        let isCoded = fields.contains { $0.name == "transfer-encoding" }
        if let length = lengths.first {
            fields.removeAll { $0.name == "content-length" }
            if isCoded {
                // The coding counts (RFC 9112, 6.3), and the connection is used no more.
                fields.removeAll { $0.name == "connection" }
                fields.append(HeadField("connection", "close"))
            } else if lengths.allSatisfy({ $0 == length }) {
                fields.append(HeadField("content-length", length))
            } else {
                throw .badBody("Content-Length twice with different values")
            }
        }
        if fields.count > Self.fieldLimit {
            fields = Array(fields.filter(\.isRead).prefix(Self.fieldLimit))
        }
        let ended = [lines.first ?? []] + fields.map(\.line) + [[]]
        return ended.flatMap { $0 + [.carriageReturn, .lineFeed] }
    }
}

/// One line of a head behind the first.
private struct HeadField {
    /// In lower case; empty for a line without a colon.
    let name: String
    let line: [UInt8]

    init(_ line: [UInt8]) {
        guard let colon = line.firstIndex(of: .colon) else {
            name = ""
            self.line = line
            return
        }
        let name = Array(line[..<colon]).trimmed
        self.name = String(decoding: name, as: UTF8.self).lowercased()
        self.line = name + line[colon...]
    }

    init(_ name: String, _ value: String) {
        self.name = name
        line = Array("\(name): \(value)".utf8)
    }

    /// The parts of a value that is a list.
    var items: [String] {
        let value = line.firstIndex(of: .colon).map { line[$0...].dropFirst() } ?? []
        return value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
            String(decoding: Array($0).trimmed, as: UTF8.self)
        }
    }

    /// Whether anybody here reads it.
    var isRead: Bool {
        [
            "content-length", "transfer-encoding", "content-encoding", "connection", "location",
            "www-authenticate", "retry-after", "x-ratelimit-reset-after", "content-type",
        ].contains(name)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the name of a field stands at a place, in letters of either case.
    fileprivate func names(_ name: StaticString, at place: Int) -> Bool {
        guard place + name.utf8CodeUnitCount < count else { return false }
        for offset in 0..<name.utf8CodeUnitCount
        where self[place + offset] | 0x20 != name.utf8Start[offset] { return false }
        let next = self[place + name.utf8CodeUnitCount]
        return next == .colon || next.isBlank
    }

    /// Whether a line has a comma.
    fileprivate func hasList(at place: Int) -> Bool {
        self[place...].prefix { $0 != .lineFeed }.contains(UInt8(ascii: ","))
    }
}

extension UInt8 {
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
    fileprivate static let colon = UInt8(ascii: ":")
    fileprivate static let space = UInt8(ascii: " ")

    fileprivate var isBlank: Bool { self == .space || self == UInt8(ascii: "\t") }
}

extension [UInt8] {
    /// Without blanks at both ends.
    fileprivate var trimmed: [UInt8] {
        let start = firstIndex { !$0.isBlank } ?? endIndex
        let end = lastIndex { !$0.isBlank }.map { $0 + 1 } ?? start
        return Array(self[start..<end])
    }
}
