import Primitives

/// One line of a scenario's timeline: what happens when, and by whom.
struct TimelineItem: Sendable {
    let at: Timestamp
    let actor: Actor
    let event: Event

    enum Event: Sendable {
        case action(ScenarioAction.Kind)
        case change(Inject)
    }
}

extension TimelineItem: Decodable {
    private enum CodingKeys: String, CodingKey {
        case at, by
        case note, report, log, tocsin, refused
        case restart, join, clients, strain, files
        case silenceRelay = "silence-relay"
        case missingAuthors = "missing-authors"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        at = try container.decode(Timestamp.self, forKey: .at)
        let name = try container.decodeIfPresent(String.self, forKey: .by) ?? "drill"
        actor = Actor(name, kind: .drill)
        let verbs = container.allKeys.filter { ![.at, .by, .refused].contains($0) }
        guard let verb = verbs.first, verbs.count == 1 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "a line of the timeline says exactly one thing"
                )
            )
        }
        event =
            if let change = try Self.change(verb, container) {
                .change(change)
            } else {
                .action(try Self.action(verb, container))
            }
    }

    private typealias Container = KeyedDecodingContainer<CodingKeys>

    private static func change(
        _ verb: CodingKeys,
        _ container: Container
    ) throws -> Inject? {
        switch verb {
        case .restart:
            .restart(try container.decode(Inject.Restart.self, forKey: verb))
        case .join: .join(try container.decode([NodeID].self, forKey: verb))
        case .clients: .clients(try container.decode(Inject.Clients.self, forKey: verb))
        case .silenceRelay: .silenceRelay(try container.decode([NodeID].self, forKey: verb))
        case .strain: .strain(try container.decode(Inject.Strain.self, forKey: verb))
        case .missingAuthors: .missingAuthors(try container.decode(Int.self, forKey: verb))
        case .files: .files(try container.decode(Inject.Files.self, forKey: verb))
        case .at, .by, .note, .report, .log, .tocsin, .refused: nil
        }
    }

    private static func action(
        _ verb: CodingKeys,
        _ container: Container
    ) throws -> ScenarioAction.Kind {
        func fields() throws -> ActionFields {
            try container.decode(ActionFields.self, forKey: verb)
        }
        switch verb {
        case .tocsin:
            return .command(
                try container.decode(String.self, forKey: verb),
                refusal: try container.decodeIfPresent(String.self, forKey: .refused)
            )
        case .report:
            let fields = try fields()
            return .report(PartyID(try fields.string("party")), text: try fields.string("text"))
        case .log:
            let fields = try fields()
            return .logLine(try fields.nodeID(), text: try fields.string("text"))
        case .note, .at, .by, .refused, .restart, .join, .clients, .silenceRelay, .strain,
            .missingAuthors,
            .files:
            return .note(text: try container.decode(String.self, forKey: .note))
        }
    }
}

/// The named texts of one action.
private struct ActionFields: Decodable {
    private let texts: [String: String]

    init(from decoder: any Decoder) throws {
        texts = try decoder.singleValueContainer().decode([String: String].self)
    }

    func string(_ key: String) throws -> String {
        guard let text = texts[key] else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "'\(key)' is missing")
            )
        }
        return text
    }

    func nodeID() throws -> NodeID { NodeID(try string("node")) }
}
