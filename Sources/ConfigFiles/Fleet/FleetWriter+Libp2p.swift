internal import FleetModel

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

    private mutating func add(_ depth: Int, _ key: String, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        add(line: key + ":", depth)
        for text in texts { add(line: "- " + text.yaml, depth + 1) }
    }
}
