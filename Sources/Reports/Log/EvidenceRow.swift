import FleetModel
import Primitives

/// What proves something, as machines read it.
struct EvidenceRow: Encodable, Sendable {
    /// reading, note, file, command or link.
    let kind: String
    let text: String
    /// The entry that gave it.
    let id: EntryID?
    let file: String?
    let sha256: String?
    let bytes: Int64?
    let exitCode: Int32?
    let url: String?

    init(_ evidence: Evidence, entry: EntryID?) {
        kind =
            switch evidence {
            case .reading: "reading"
            case .note: "note"
            case .file: "file"
            case .command: "command"
            case .link: "link"
            }
        text = evidence.text
        id = entry
        file = evidence.file?.name
        sha256 = evidence.file?.digest
        bytes = evidence.file?.bytes
        if case .command(_, let exitCode, _) = evidence {
            self.exitCode = exitCode
        } else {
            exitCode = nil
        }
        if case .link(let url) = evidence { self.url = url } else { url = nil }
    }
}
