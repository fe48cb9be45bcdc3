package import IncidentLog
package import Primitives

/// One entry of the log; of several, each is a line of its own for machines too.
package struct EntryReport: Report {
    private let entry: Entry
    private let log: LogState

    /// An entry as far as this log lets it stand.
    package init(_ entry: Entry, _ log: LogState) {
        self.entry = entry
        self.log = log
    }

    private var redaction: Redaction? {
        log.overlay.redaction(of: entry.id) ?? entry.redaction
    }

    // MARK: Machines

    private struct Form: Encodable {
        let type = "entry"
        let sequence: Int64
        let id: EntryID
        let incident: IncidentID?
        let event: String
        let version: Int
        let occurredAt: Timestamp
        let recordedAt: Timestamp
        let actor: String
        let actorKind: String
        let device: String
        let text: String
        let corrected: Bool
        let pinned: Bool
        let released: Bool
        let redacted: Removal?
        let hash: String

        /// Who removed the text, when and why.
        struct Removal: Encodable {
            let by: String
            let at: Timestamp
            let reason: String
        }
    }

    /// Writes what is known of the entry, without the data that its hash stands for.
    package func encode(to encoder: any Encoder) throws {
        try Form(
            sequence: entry.sequence,
            id: entry.id,
            incident: entry.incident,
            event: entry.name.name,
            version: entry.name.version,
            occurredAt: entry.occurredAt,
            recordedAt: entry.recordedAt,
            actor: entry.actor.name,
            actorKind: entry.actor.kind.rawValue,
            device: entry.draft.device,
            text: EntryText(entry, overlay: log.overlay).text,
            corrected: log.overlay.text(of: entry) != nil,
            pinned: log.overlay.pin(of: entry.id) != nil,
            released: log.overlay.isReleased(entry.id),
            redacted: redaction.map {
                Form.Removal(by: $0.by.name, at: $0.at, reason: $0.reason)
            },
            hash: entry.hash
        ).encode(to: encoder)
    }

    /// The entry with its data as they are stored, byte for byte: the hash is over these.
    ///
    /// They are null when the text was removed, also after it was read.
    package func json() throws -> String {
        let isRemoved = log.overlay.redaction(of: entry.id) != nil
        return try ReportJSON.text(
            of: self,
            with: "data",
            isRemoved ? "null" : entry.payload ?? "null"
        )
    }

    // MARK: People

    /// One line.
    package func text(at now: Timestamp) -> [ReportPart] {
        let line = EntryText(
            entry,
            incident: entry.incident.flatMap { log.incident($0) },
            overlay: log.overlay
        )
        let place = entry.incident?.rawValue ?? "fleet"
        let moment = "\(entry.occurredAt.date) \(entry.occurredAt.clock)Z"
        return [
            .line(
                "\(entry.sequence)  \(moment)  \(place)  "
                    + "\(line.mark) \(entry.actor.name)  \(line.text)\(written)"
            )
        ]
    }

    /// When a line was written that speaks of an earlier moment.
    private var written: String {
        guard entry.isBackDated else { return "" }
        let (written, spoken) = (entry.recordedAt, entry.occurredAt)
        let day = written.date == spoken.date ? "" : "\(written.date) "
        return " (written \(day)\(written.clock)Z)"
    }
}
