internal import FoundationEssentials
package import IncidentLog
import Primitives

/// The stored form of events: a flat JSON object of an event's labelled values, keys sorted.
///
/// The coded form of an event is `{"timeline":{"noted":{"text":"…"}}}`; family and case are kept in
/// the entry's type instead, so only the inner object is stored.
package enum EventCodec {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
    private static let decoder = JSONDecoder()

    /// The payload of an event; that of an unknown event is given back as it came.
    /// - Throws: what the JSON encoder throws, for instance for a number that is not finite.
    package static func payload(of event: Event) throws -> String {
        if case .unknown(_, let payload) = event { return payload }
        let data = try encoder.encode(event)
        let opening = Array(opening(of: event.name).utf8)
        guard data.starts(with: opening), data.suffix(2).elementsEqual("}}".utf8) else {
            throw EncodingError.invalidValue(
                event,
                .init(
                    codingPath: [],
                    debugDescription: "the stored name \(event.name) is not the name of the case"
                )
            )
        }
        return String(decoding: data.dropFirst(opening.count).dropLast(2), as: UTF8.self)
    }

    /// The event with this name and payload; `Event.unknown` when this Tocsin cannot read it.
    ///
    /// A form that is no longer written is first raised to the one that is.
    package static func event(
        named name: EventName,
        payload: String,
        upgrades: [EventUpgrade] = EventUpgrade.all
    ) -> Event {
        var (current, text) = (name, payload)
        // Each step leads on, so there are at most as many as there are upgrades.
        for _ in upgrades {
            guard let upgrade = upgrades.first(where: { $0.from == current }) else { break }
            guard let raised = upgrade.raise(text) else { return .unknown(name, payload: payload) }
            (current, text) = (upgrade.to, raised)
        }
        return read(current, text) ?? .unknown(name, payload: payload)
    }

    private static func read(_ name: EventName, _ payload: String) -> Event? {
        guard Event.names.contains(name) else { return nil }
        return try? decoder.decode(
            Event.self,
            from: Data("\(opening(of: name))\(payload)}}".utf8)
        )
    }

    private static func opening(of name: EventName) -> String {
        let parts = name.name.split(separator: ".", maxSplits: 1)
        return "{\"\(parts.first ?? "")\":{\"\(parts.last ?? "")\":"
    }
}
