import Primitives

/// The release policy of a fleet: which versions may run.
extension Fleet {
    /// Whether the fleet says which versions may run.
    package var hasReleasePolicy: Bool { !releases.isEmpty }

    /// Whether a version that a node tells is one of the releases.
    package func mayRun(_ version: String) -> Bool {
        releases.contains { ReleaseName.matches(version, $0) }
    }
}

/// How the versions that nodes tell are compared with the names of releases.
package enum ReleaseName {
    /// Whether a version is a release: the same, or the release followed by the commit it was built
    /// from, as in `3.2.0-2477840-x86_64-linux-gnu`.
    ///
    /// Anything else after the release is another program: a candidate (`-rc.1`), or the commits
    /// since the tag (`-64-g4f6983`).
    package static func matches(_ version: String, _ release: String) -> Bool {
        guard version != release else { return true }
        guard version.hasPrefix(release + "-") else { return false }
        let build = version.dropFirst(release.count + 1).prefix { $0 != "-" }
        return build == "unknown"
            || build.count >= shortestCommit && build.allSatisfy(\.isHexDigit)
    }

    /// The digits of the shortest abbreviated commit hash that git writes by default.
    private static let shortestCommit = 7

    /// Whether a text only says between which versions a node is, as its metrics give them away.
    package static func isBound(_ version: String) -> Bool {
        version.hasPrefix("newer than ") || version.hasSuffix(" or older")
    }
}

extension Node {
    /// Whether one of its probes tells a version as long as all is well.
    package var tellsVersion: Bool {
        probes.contains { $0.target.descriptor.names.promises(FactName.version.rawValue) }
    }
}
