import FleetModel
import Primitives

/// The state of a simulation at the start of a scenario, as its file gives it.
enum SimulationFile: Sendable {
    case waku(Waku)
    case substrate(Substrate)

    /// A fleet of nim-waku nodes.
    struct Waku: Decodable, Sendable {
        /// How many messages reach each node per minute.
        let messagesPerMinute: Double
        /// How the nodes stand to one another.
        let siblings: Siblings
        let nodes: [Node]

        enum Siblings: String, Decodable, Sendable {
            /// Every pair keeps violating the other's backoff and forms no mesh.
            case exiled
            /// No pair ever knew the other.
            case strangers
        }

        struct Node: Decodable, Sendable {
            let name: String
            let address: String
            let peerID: String
            let release: WakuRelease
            let started: Timestamp
            /// Messages in the table at the start of the process.
            let messages: Double
            /// The layout of the message table.
            let schema: Int
            let keepAliveTrouble: Bool
            let memoryBytesPerHour: Double
            let clients: WakuClients

            private enum CodingKeys: String, CodingKey {
                case name, address, release, started, messages, schema, clients
                case peerID = "peer-id"
                case keepAliveTrouble = "keep-alive-trouble"
                case memoryBytesPerHour = "memory-bytes-per-hour"
            }
        }

        private enum CodingKeys: String, CodingKey {
            case siblings, nodes
            case messagesPerMinute = "messages-per-minute"
        }
    }

    /// A fleet of parachain nodes.
    struct Substrate: Decodable, Sendable {
        let paraHeight: Int
        let relayHeight: Int
        let nodes: [Node]

        struct Node: Decodable, Sendable {
            let name: String
            let label: String
            let role: SubstrateNode.Role
            let peerID: String
            let release: MantaRelease
            let configuration: SubstrateNode.Configuration
            let started: Timestamp
            let keepsPeers: Bool
            let host: Host

            private enum CodingKeys: String, CodingKey {
                case name, label, role, release, configuration, started, host
                case peerID = "peer-id"
                case keepsPeers = "keeps-peers"
            }
        }

        /// The machine under a node, and how fast the leak fills it.
        struct Host: Decodable, Equatable, Sendable {
            let memoryBytes: Double
            let leakBytesPerHour: Double
            /// Finality notifications per minute that nobody reads.
            let messagesPerMinute: Double

            private enum CodingKeys: String, CodingKey {
                case memoryBytes = "memory-bytes"
                case leakBytesPerHour = "leak-bytes-per-hour"
                case messagesPerMinute = "unread-per-minute"
            }
        }

        private enum CodingKeys: String, CodingKey {
            case nodes
            case paraHeight = "para-height"
            case relayHeight = "relay-height"
        }
    }
}

extension SimulationFile: Decodable {
    private enum CodingKeys: String, CodingKey {
        case waku, substrate
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let waku = try container.decodeIfPresent(Waku.self, forKey: .waku) {
            self = .waku(waku)
        } else {
            self = .substrate(try container.decode(Substrate.self, forKey: .substrate))
        }
    }
}

/// A span written as text, such as `45s`.
struct SpanText: Decodable, Sendable {
    let span: Duration

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let span = Duration(text: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is not a span such as 45s"
            )
        }
        self.span = span
    }
}
