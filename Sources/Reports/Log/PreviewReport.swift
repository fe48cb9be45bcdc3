import FleetModel
package import IncidentLog
package import Primitives

/// What would be sent if an update were released now.
package struct PreviewReport: Report {
    let incident: IncidentID
    let number: Int
    let drill: Bool
    let nextDue: Timestamp?
    let channels: [Channel]
    private let preview: UpdatePreview

    struct Channel: Encodable, Sendable {
        let channel: ChannelID
        let kind: String
        /// The greatest length of one message, in `unit`.
        let longest: Int
        let unit: String
        let problem: String?
        let parts: [Part]
    }

    struct Part: Encodable, Sendable {
        let part: Int
        let title: String?
        let text: String
        let length: Int
    }

    private enum CodingKeys: CodingKey {
        case incident, number, drill, nextDue, channels
    }

    /// The messages of an update as its channels will be sent them.
    package init(_ preview: UpdatePreview) {
        self.preview = preview
        incident = preview.incident
        number = preview.number
        drill = preview.isDrill
        nextDue = preview.nextDue
        channels = preview.messages.map { message in
            Channel(
                channel: message.channel.id,
                kind: message.channel.service.kind,
                longest: message.limits.longestPart,
                unit: message.limits.unit.word,
                problem: message.channel.service.problem,
                parts: zip(message.parts, message.lengths).map { part, length in
                    Part(part: part.index, title: part.title, text: part.text, length: length)
                }
            )
        }
    }

    /// The messages as they are sent.
    package func text(at now: Timestamp) -> [ReportPart] {
        PreviewText.lines(preview, at: now).map { .line($0) }
    }
}
