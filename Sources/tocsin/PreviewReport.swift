import FleetModel
import IncidentLog
import Primitives
import Reports

/// What would be sent, for people and for machines.
enum PreviewReport {
    static func show(_ preview: UpdatePreview, at now: Timestamp, asJSON: Bool) {
        if asJSON {
            Output.json(json(preview))
        } else {
            for line in PreviewText.lines(preview, at: now) { Output.line(line) }
        }
    }

    private static func json(_ preview: UpdatePreview) -> JSONText {
        .object([
            ("incident", .text(preview.incident.rawValue)), ("number", .number(preview.number)),
            ("drill", .flag(preview.isDrill)), ("nextDue", .time(preview.nextDue)),
            ("channels", .array(preview.messages.map(json))),
        ])
    }

    private static func json(_ message: ChannelMessage) -> JSONText {
        .object([
            ("channel", .text(message.channel.id.rawValue)),
            ("kind", .text(message.channel.service.kind)),
            ("longest", .number(message.limits.longestPart)),
            ("unit", .text(message.limits.unit.word)),
            ("problem", .text(message.channel.service.problem)),
            ("parts", .array(zip(message.parts, message.lengths).map(json))),
        ])
    }

    private static func json(_ part: MessagePart, _ length: Int) -> JSONText {
        .object([
            ("part", .number(part.index)), ("title", .text(part.title)),
            ("text", .text(part.text)), ("length", .number(length)),
        ])
    }
}
