import Primitives

/// The release policy of a fleet: which versions may run.
extension Fleet {
    /// Whether the fleet says which versions may run.
    package var hasReleasePolicy: Bool { !releases.isEmpty }

    /// Whether a version that a node tells is one of the releases; nil when that cannot be told, as
    /// of a node whose metrics only give away between which versions it is.
    package func mayRun(_ version: String) -> Bool? {
        ReleaseName.isOne(version, of: releases)
    }
}

/// How the versions that nodes tell are compared with the names of releases.
package enum ReleaseName {
    /// Whether a version that a node tells is one of these releases; nil when that cannot be told.
    package static func isOne(_ version: String, of releases: [String]) -> Bool? {
        guard let bound = Bound(version) else {
            return releases.contains { matches(version, $0) }
        }
        return bound.isOne(of: releases)
    }

    /// Whether a version is a release: the same, or the release followed by the commit it was built
    /// from, as in `3.2.0-2477840-x86_64-linux-gnu`.
    ///
    /// Anything else after the release is another program: a candidate (`-rc.1`), or the commits
    /// since the tag (`-64-g4f6983`). Tags have a `v` in front that programs leave out.
    package static func matches(_ version: String, _ release: String) -> Bool {
        let (version, release) = (withoutLetter(version), withoutLetter(release))
        guard version != release else { return true }
        guard version.hasPrefix(release + "-") else { return false }
        let build = version.dropFirst(release.count + 1).prefix { $0 != "-" }
        return build == "unknown"
            || build.count >= shortestCommit && build.allSatisfy(\.isHexDigit)
    }

    /// The version without the `v` in front of its first number.
    private static func withoutLetter(_ version: String) -> Substring {
        guard version.first == "v", version.dropFirst().first?.isNumber == true else {
            return version[...]
        }
        return version.dropFirst()
    }

    /// The digits of the shortest abbreviated commit hash that git writes by default.
    private static let shortestCommit = 7

    /// What the metrics of a node without a version give away: `newer than v0.4`, `v0.4 or older`.
    package enum Bound: Equatable, Sendable {
        case above(String)
        case upTo(String)

        /// The bound that a text tells; nil for the name of a version.
        package init?(_ text: String) {
            if text.hasPrefix("newer than ") {
                self = .above(String(text.dropFirst("newer than ".count)))
            } else if text.hasSuffix(" or older") {
                self = .upTo(String(text.dropLast(" or older".count)))
            } else {
                return nil
            }
        }

        /// Whether what lies there is one of the releases; nil when it may be and may not.
        ///
        /// Up to a release counts as that release: nothing speaks against it.
        func isOne(of releases: [String]) -> Bool? {
            switch self {
            case .above(let version):
                return releases.allSatisfy { !ReleaseName.isNewer($0, than: version) } ? false : nil
            case .upTo(let version):
                if releases.contains(where: { ReleaseName.matches($0, version) }) { return true }
                return releases.allSatisfy { ReleaseName.isNewer($0, than: version) } ? false : nil
            }
        }
    }

    /// Whether a release has a higher number than another; false when one has none.
    static func isNewer(_ release: String, than other: String) -> Bool {
        let (left, right) = (numbers(of: release), numbers(of: other))
        guard !left.isEmpty, !right.isEmpty else { return false }
        return right.lexicographicallyPrecedes(left)
    }

    /// The numbers at the front of a version: 0 and 4 of `v0.4-rc.1`.
    private static func numbers(of version: String) -> [Int] {
        let body = version.drop { !$0.isASCII || !$0.isNumber }
        let numbers = body.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return numbers.split(separator: ".").compactMap { Int($0) }
    }
}

extension Node {
    /// Whether one of its probes tells a version as long as all is well.
    package var tellsVersion: Bool {
        probes.contains { $0.target.descriptor.names.promises(FactName.version.rawValue) }
    }
}
