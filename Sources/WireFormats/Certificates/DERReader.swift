/// Reads the distinguished encoding of ASN.1 (X.690), as far as certificates need it.
struct DERReader {
    /// One element: what it is, and its content.
    struct Element {
        var tag: UInt8
        var content: ArraySlice<UInt8>

        /// The elements inside a constructed one.
        var inside: DERReader { DERReader(content) }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The tag of the next element; nil at the end.
    var nextTag: UInt8? { rest.first }

    /// Takes the next element; nil at the end and for anything that is not well formed.
    mutating func next() -> Element? {
        guard let tag = rest.first, tag & 0x1F != 0x1F else { return nil }
        var position = rest.startIndex + 1
        guard position < rest.endIndex else { return nil }
        var length = Int(rest[position])
        position += 1
        if length >= 0x80 {
            // Certificates are far below 16 MiB; the indefinite length is not allowed in DER.
            let count = length & 0x7F
            guard (1...3).contains(count), rest.endIndex - position >= count else { return nil }
            length = 0
            for _ in 0..<count {
                length = length << 8 | Int(rest[position])
                position += 1
            }
        }
        guard rest.endIndex - position >= length else { return nil }
        let end = position + length
        defer { rest = rest[end...] }
        return Element(tag: tag, content: rest[position..<end])
    }

    /// Takes the next element if it has this tag.
    mutating func next(_ tag: UInt8) -> Element? {
        nextTag == tag ? next() : nil
    }
}
