internal import FleetModel
internal import Primitives

extension Libp2pTarget: FileProbe {
    static let example = """
        # A libp2p peer of any kind; just its multiaddress, or with more. It is asked once a
        # minute: who it is, what it speaks, and whether it accepts what parties need. With
        # /p2p/ID at the end of the address, another identity that answers is a fault.
        libp2p:
          address: /dns4/node.example.org/tcp/30303
          # The ids to try, when they are others than those that parties need.
          protocols: [/vac/waku/relay/2.0.0, /vac/waku/store/2.0.0-beta3]
          # Behave like this client on a second connection, and say whether it could work.
          client: js-waku 0.8
          # The Waku cluster that the node must belong to.
          cluster: 1
          every: 2m
          timeout: 15s
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.libp2pProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func libp2pProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return peerAddress(node, "libp2p").map {
                ProbeSpec(target: .libp2p(Libp2pTarget(address: $0)))
            }
        }
        // Headers are of no use here.
        let keys = ["address", "protocols", "client", "cluster", "every", "timeout"]
        guard let fields = fields(node, of: "libp2p", keys) else { return nil }
        let address = fields.required("address").flatMap { peerAddress($0, "address") }
        let cluster = values.integer(
            fields.optional("cluster"),
            "cluster",
            in: 0...Int(UInt32.max)
        )
        return spec(
            fields,
            .libp2p(
                Libp2pTarget(
                    address: address ?? "",
                    protocols: protocolIDs(fields.optional("protocols")),
                    client: fields.optional("client").flatMap(client),
                    cluster: cluster.map { UInt32($0) }
                )
            )
        )
    }

    private func peerAddress(_ node: YAMLNode, _ key: String) -> String? {
        guard let text = values.text(node, key) else { return nil }
        do throws(PeerAddress.Mistake) {
            _ = try PeerAddress(text)
            return text
        } catch {
            reading.error(node.place, "'\(key)' \(error.sentence)")
            return nil
        }
    }

    private func protocolIDs(_ node: YAMLNode?) -> [String] {
        values.texts(node, "protocols").compactMap { text, place in
            guard text.hasPrefix("/"), text.utf8.count <= 256 else {
                reading.error(
                    place,
                    "a protocol id begins with a slash, such as /ipfs/ping/1.0.0; "
                        + "\(text.quoted) does not"
                )
                return nil
            }
            return text
        }
    }

    /// A preset by its name, or a client of one's own.
    private func client(_ node: YAMLNode) -> Libp2pTarget.Client? {
        if case .scalar = node.content {
            guard let name = values.text(node, "client") else { return nil }
            let names = Libp2pTarget.Client.presets.map(\.name)
            guard names.contains(name) else {
                reading.error(
                    node.place,
                    "'client' must be \(names.joined(separator: " or ")), or a mapping of name, "
                        + "protocols and muxers, not \(name.quoted)"
                )
                return nil
            }
            return Libp2pTarget.Client(name: name)
        }
        guard let fields = fields(node, of: "client", ["name", "protocols", "muxers"]) else {
            return nil
        }
        let name = values.text(fields.required("name"), "name")
        let protocols = protocolIDs(fields.required("protocols"))
        let muxers = values.texts(fields.optional("muxers"), "muxers").compactMap { text, place in
            muxer(text, at: place)
        }
        guard let name, !protocols.isEmpty else { return nil }
        return Libp2pTarget.Client(name: name, protocols: protocols, muxers: muxers)
    }

    private func muxer(_ text: String, at place: Place) -> String? {
        let known = ["/yamux/1.0.0", "/mplex/6.7.0"]
        guard known.contains(text) else {
            reading.error(
                place,
                "a muxer must be \(known.joined(separator: " or ")), not \(text.quoted)"
            )
            return nil
        }
        return text
    }
}

extension FleetWriter {
    mutating func write(_ target: Libp2pTarget) {
        add(4, "address", target.address)
        add(4, "protocols", target.protocols)
        if let client = target.client {
            if client.protocols.isEmpty {
                add(4, "client", client.name)
            } else {
                add(line: "client:", 4)
                add(5, "name", client.name)
                add(5, "protocols", client.protocols)
                add(5, "muxers", client.muxers)
            }
        }
        if let cluster = target.cluster { add(4, "cluster", String(cluster)) }
    }
}
