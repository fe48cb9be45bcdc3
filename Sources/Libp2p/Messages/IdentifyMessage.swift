/// What a peer says of itself (libp2p `identify/README.md`).
package struct IdentifyMessage: Equatable, Sendable {
    /// The protobuf of the public key; empty when left out.
    package var publicKey: [UInt8] = []
    /// The addresses that it listens on, as binary multiaddresses.
    package var listenAddresses: [[UInt8]] = []
    /// The ids of the protocols that it speaks, exactly and in its order.
    package var protocols: [String] = []
    /// The address that it sees us at.
    package var observedAddress: [UInt8] = []
    /// The version of its family of protocols, such as `ipfs/0.1.0`; go-libp2p leaves it empty.
    package var protocolVersion = ""
    /// The program and its version, such as `nim-libp2p/0.0.1`.
    package var agentVersion = ""

    /// The id of the protocol.
    package static let protocolID = "/ipfs/id/1.0.0"
    /// Kubo's is 1.3 KiB with its signed record; go-libp2p refuses more than 8 KiB at once.
    static let limitBytes = 64 << 10
    private static let listLimit = 1000

    /// A message that says nothing.
    init() {}

    init(_ bytes: [UInt8]) throws(Libp2pError) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            guard case .bytes(let content) = value else { continue }
            switch field {
            case 1: publicKey = content
            case 2: if listenAddresses.count < Self.listLimit { listenAddresses.append(content) }
            case 3: if protocols.count < Self.listLimit { protocols.append(Self.text(content)) }
            case 4: observedAddress = content
            case 5: protocolVersion = Self.text(content)
            case 6: agentVersion = Self.text(content)
            default: break
            }
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    var bytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.add(1, publicKey)
        for address in listenAddresses { writer.add(2, address) }
        for id in protocols { writer.add(3, id) }
        if !observedAddress.isEmpty { writer.add(4, observedAddress) }
        writer.add(5, protocolVersion)
        writer.add(6, agentVersion)
        return writer.bytes
    }
}
