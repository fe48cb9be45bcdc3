internal import FoundationEssentials
package import IncidentCore

/// The stored form of events: a flat JSON object of an event's labelled values, keys sorted.
///
/// The coding that Swift derives gives `{"noted":{"text":"…"}}`; the name of the case is kept in
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
        switch event {
        case .incident(let family): try payload(of: family, named: event.name)
        case .timeline(let family): try payload(of: family, named: event.name)
        case .checklist(let family): try payload(of: family, named: event.name)
        case .update(let family): try payload(of: family, named: event.name)
        case .impact(let family): try payload(of: family, named: event.name)
        case .signal(let family): try payload(of: family, named: event.name)
        case .delivery(let family): try payload(of: family, named: event.name)
        case .fleet(let family): try payload(of: family, named: event.name)
        case .watch(let family): try payload(of: family, named: event.name)
        case .log(let family): try payload(of: family, named: event.name)
        case .unknown(_, let payload): payload
        }
    }

    /// The event with this name and payload; `Event.unknown` when this Tocsin cannot read it.
    package static func event(named name: EventName, payload: String) -> Event {
        known(name, payload) ?? .unknown(name, payload: payload)
    }

    private static func known(_ name: EventName, _ payload: String) -> Event? {
        let parts = name.name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.version == 1, parts.count == 2, parts[1].utf8.allSatisfy(\.isLetter) else {
            return nil
        }
        let wrapped = Data("{\"\(parts[1])\":\(payload)}".utf8)
        switch parts[0] {
        case "incident": return decode(IncidentEvent.self, wrapped).map(Event.incident)
        case "timeline": return decode(TimelineEvent.self, wrapped).map(Event.timeline)
        case "checklist": return decode(ChecklistEvent.self, wrapped).map(Event.checklist)
        case "update": return decode(UpdateEvent.self, wrapped).map(Event.update)
        case "impact": return decode(ImpactEvent.self, wrapped).map(Event.impact)
        case "signal": return decode(SignalEvent.self, wrapped).map(Event.signal)
        case "delivery": return decode(DeliveryEvent.self, wrapped).map(Event.delivery)
        case "fleet": return decode(FleetEvent.self, wrapped).map(Event.fleet)
        case "watch": return decode(WatchEvent.self, wrapped).map(Event.watch)
        case "log": return decode(LogEvent.self, wrapped).map(Event.log)
        default: return nil
        }
    }

    private static func decode<Family: Decodable>(_ type: Family.Type, _ data: Data) -> Family? {
        try? decoder.decode(type, from: data)
    }

    private static func payload(
        of family: some Encodable,
        named name: EventName
    ) throws -> String {
        let data = try encoder.encode(family)
        let caseName = name.name.split(separator: ".").last ?? ""
        let opening = Array("{\"\(caseName)\":".utf8)
        guard data.starts(with: opening), data.last == UInt8(ascii: "}") else {
            throw EncodingError.invalidValue(
                family,
                .init(
                    codingPath: [],
                    debugDescription: "the stored name \(name) is not the name of the case"
                )
            )
        }
        return String(decoding: data.dropFirst(opening.count).dropLast(), as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
