import Primitives

/// Something that changes a simulation at a moment, without a word in the log.
enum Inject: Sendable {
    /// Processes are replaced.
    case restart(Restart)
    /// The addresses of all siblings are posted to these nodes.
    case join([NodeID])
    /// Other clients are connected to a node.
    case clients(Clients)
    /// The relay halves of these nodes stop answering.
    case silenceRelay([NodeID])
    /// The relay halves of some nodes fall behind.
    case strain(Strain)
    /// The files of a release are put beside some nodes, whose processes go on.
    case files(Files)
    /// This many of the parachain's authors miss their slots.
    case missingAuthors(Int)

    struct Restart: Decodable, Sendable {
        let nodes: [NodeID]
        /// The release to run from now on; nil for the same.
        let release: String?
        /// Which release's files lie on the machine from now on; nil for the same.
        let configuration: SubstrateNode.Configuration?
        /// How long the ports refuse connections.
        let down: Duration
        let recreatesDatabase: Bool

        private enum CodingKeys: String, CodingKey {
            case nodes, release, configuration, down, database
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            nodes = try container.decode([NodeID].self, forKey: .nodes)
            release = try container.decodeIfPresent(String.self, forKey: .release)
            configuration = try container.decodeIfPresent(
                SubstrateNode.Configuration.self,
                forKey: .configuration
            )
            down = try container.decodeIfPresent(SpanText.self, forKey: .down)?.span ?? .seconds(45)
            recreatesDatabase =
                try container.decodeIfPresent(String.self, forKey: .database) == "recreated"
        }
    }

    struct Clients: Decodable, Sendable {
        let node: NodeID
        let clients: WakuClients
    }

    struct Files: Decodable, Sendable {
        let nodes: [NodeID]
        let configuration: SubstrateNode.Configuration
    }

    struct Strain: Decodable, Sendable {
        let nodes: [NodeID]
        let relayBlocksPerMinute: Double

        private enum CodingKeys: String, CodingKey {
            case nodes
            case relayBlocksPerMinute = "relay-blocks-per-minute"
        }
    }
}
