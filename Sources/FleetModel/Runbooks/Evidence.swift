import Primitives

/// What proves a tick.
package enum Evidence: Codable, Hashable, Sendable {
    /// What was measured, in words with the numbers, and for how long it held.
    case reading(text: String, heldMilliseconds: Int64)
    /// What a person saw.
    case note(text: String)
    /// A file that is kept beside the log.
    case file(EvidenceFile)
    /// A command of this machine, how it ended, and what it printed, kept beside the log.
    case command(line: String, exitCode: Int32, output: EvidenceFile)
    /// Where the proof can be looked up.
    case link(url: String)

    /// The evidence in one line.
    package var text: String {
        switch self {
        case .reading(let text, let held):
            held > 0 ? "\(text), held \(Duration.milliseconds(held).brief)" : text
        case .note(let text): text
        case .file(let file): file.text
        case .command(let line, let exitCode, let output):
            "$ \(line) ended with \(exitCode); \(output.text)"
        case .link(let url): url
        }
    }

    /// Whether it proves something to somebody who was not there.
    package var isProof: Bool {
        switch self {
        case .reading, .file, .command, .link: true
        case .note: false
        }
    }

    /// Whether it can be looked at again: a reading and a note are only words.
    package var isKept: Bool {
        switch self {
        case .file, .command, .link: true
        case .reading, .note: false
        }
    }

    /// The file that belongs to it; nil when it is complete without one.
    package var file: EvidenceFile? {
        switch self {
        case .file(let file), .command(_, _, let file): file
        case .reading, .note, .link: nil
        }
    }
}

/// A file that proves something, kept beside the log under the digest of its bytes.
package struct EvidenceFile: Codable, Hashable, Sendable {
    /// The SHA-256 of its bytes, 64 hexadecimal digits in lower case.
    package let digest: String
    /// The name it had.
    package let name: String
    /// How many bytes it has.
    package let bytes: Int64

    /// A file of these bytes.
    package init(digest: String, name: String, bytes: Int64) {
        self.digest = digest
        self.name = name
        self.bytes = bytes
    }

    /// A file that is still to be kept, by the path at which it lies.
    package init(toKeep path: String) { self.init(digest: "", name: path, bytes: 0) }

    /// Whether nobody has kept it yet: its name is the path at which it lies.
    package var isToKeep: Bool { digest.isEmpty }

    /// The file in words, with the beginning of its digest.
    package var text: String {
        isToKeep ? name : "\(name) (\(bytes) bytes, sha256 \(digest.prefix(12))…)"
    }
}
