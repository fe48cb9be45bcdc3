/// The leading version number of a client's version text, with the detail of its build.
///
/// Nodes write `v0.35.1-64-g4f6983`, `3.2.1-ff69d35-x86_64-linux-gnu` or `nwaku-v0.36.0`.
package struct VersionString: Sendable, Hashable {
    /// The first number.
    package let major: Int
    /// The second number.
    package let minor: Int
    /// The third number, 0 when left out.
    package let patch: Int
    /// What follows the numbers, without the separator; empty for a plain release.
    package let build: String

    /// Finds the first number with a point in it that begins the text, a word, or follows a `v`.
    ///
    /// Nil when there is none.
    package init?(_ text: String) {
        let bytes = Array(text.utf8.prefix(Self.lengthLimit))
        for start in bytes.indices where Self.mayBegin(bytes, at: start) {
            var position = start
            guard let major = Self.number(bytes, &position),
                Self.takePoint(bytes, &position),
                let minor = Self.number(bytes, &position)
            else { continue }
            var patch = 0
            if Self.takePoint(bytes, &position) {
                guard let third = Self.number(bytes, &position) else { continue }
                patch = third
            }
            self.major = major
            self.minor = minor
            self.patch = patch
            var rest = bytes[position...]
            while let first = rest.first, [0x20, 0x2B, 0x2D, 0x2E].contains(first) {
                rest = rest.dropFirst()
            }
            build = String(decoding: rest, as: UTF8.self)
            return
        }
        return nil
    }

    /// `major.minor.patch`.
    package var release: String {
        "\(major).\(minor).\(patch)"
    }

    /// Whether the build comes before the release of this number: `rc`, `alpha`, `dev` and so on.
    package var isPrerelease: Bool {
        let word = build.lowercased()
        return ["rc", "alpha", "beta", "dev", "pre"].contains { word.hasPrefix($0) }
    }

    /// Whether both have the same numbers, whatever the build.
    package func isSameRelease(as other: VersionString) -> Bool {
        (major, minor, patch) == (other.major, other.minor, other.patch)
    }

    private static let lengthLimit = 256

    private static func mayBegin(_ bytes: [UInt8], at start: Int) -> Bool {
        guard bytes[start].isDigit else { return false }
        guard start > 0 else { return true }
        let before = bytes[start - 1]
        let letter = before | 0x20
        if letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") {
            return letter == UInt8(ascii: "v")
        }
        return !before.isDigit && before != UInt8(ascii: ".")
    }

    private static func number(_ bytes: [UInt8], _ position: inout Int) -> Int? {
        var value = 0
        let start = position
        while position < bytes.count, bytes[position].isDigit {
            guard position - start < 9 else { return nil }
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        return position > start ? value : nil
    }

    /// A point counts only before a digit: `01.do-ams3` is no version.
    private static func takePoint(_ bytes: [UInt8], _ position: inout Int) -> Bool {
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "."),
            bytes[position + 1].isDigit
        else { return false }
        position += 1
        return true
    }
}

extension VersionString: Comparable {
    /// By the numbers, a prerelease before its release, then by the build text.
    package static func < (left: VersionString, right: VersionString) -> Bool {
        guard left.isSameRelease(as: right) else {
            return (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
        }
        guard left.isPrerelease == right.isPrerelease else { return left.isPrerelease }
        return left.build < right.build
    }
}
