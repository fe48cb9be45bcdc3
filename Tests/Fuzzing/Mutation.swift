extension FuzzRound {
    /// The bytes with a few of them changed, dropped, repeated or put in.
    /// - Parameter pieces: what means something to the parser under test.
    package mutating func mutant(of bytes: [UInt8], pieces: [[UInt8]]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...4, using: &self) {
            let place = Int.random(in: 0...bytes.count, using: &self)
            let end = Swift.min(bytes.count, place + Int.random(in: 0...20, using: &self))
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 2:
                let piece = pieces.randomElement(using: &self) ?? []
                bytes.insert(contentsOf: piece, at: place)
            default:
                if place < bytes.count { bytes[place] = .random(in: 0...255, using: &self) }
            }
        }
        return bytes
    }

    /// A few bytes of a large body, or all of a small one.
    package mutating func window(of bytes: [UInt8]) -> [UInt8] {
        let isWhole = bytes.count <= 1000 && Bool.random(using: &self)
        let longest = isWhole ? bytes.count : Int.random(in: 0...600, using: &self)
        let length = Swift.min(bytes.count, longest)
        let start = Int.random(in: 0...(bytes.count - length), using: &self)
        return Array(bytes[start..<start + length])
    }

    /// A text of up to so many of these pieces in a row.
    package mutating func text(of pieces: [String], upTo most: Int) -> String {
        let count = Int.random(in: 0...most, using: &self)
        return (0..<count).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }

    /// Up to so many random bytes.
    package mutating func bytes(upTo most: Int) -> [UInt8] {
        let count = Int.random(in: 0...most, using: &self)
        return (0..<count).map { _ in .random(in: 0...255, using: &self) }
    }
}
