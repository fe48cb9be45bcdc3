import Primitives

/// The files of a node that packages bring: its unit and the specs of both chains.
///
/// What differs between the two releases is what differed in July 2022: the relay half is started
/// with a built-in spec instead of a file, the parachain's spec names boot nodes, and the relay's
/// names more of them, those of a newer transport first. The names of hosts are inventions.
extension SubstrateNode {
    /// A file by the path below the server beside the node; nil when there is none.
    func file(_ path: String) -> String? {
        switch path {
        case "/calamari.service": unit
        case "/calamari.json": spec("Calamari Parachain", "calamari", boot: paraBootNodes)
        case "/kusama.json": spec("Kusama", "ksmcc3", boot: relayBootNodes)
        default: nil
        }
    }

    private var isOfNewRelease: Bool { configuration == .v321 }

    private var unit: String {
        let relay = isOfNewRelease ? "kusama" : "/usr/share/substrate/kusama.json"
        let collator = role == .authority ? " --collator" : ""
        return """
            [Unit]
            Description=calamari
            After=network-online.target

            [Service]
            User=manta
            WorkingDirectory=/var/lib/substrate
            Restart=always
            RestartSec=120
            ExecStart=/usr/bin/manta\(collator) --name "\(id)" \
            --chain /usr/share/substrate/calamari.json --base-path /var/lib/substrate \
            --port 31333 --ws-port 9144 --rpc-port 9133 --prometheus-port 9615 \
            --state-cache-size 0 -- --chain \(relay) --port 31334 --ws-port 9145 \
            --rpc-port 9134 --prometheus-port 9616

            [Install]
            WantedBy=multi-user.target

            """
    }

    private func spec(_ name: String, _ id: String, boot nodes: [String]) -> String {
        let list = nodes.map { "\"\($0)\"" }.joined(separator: ", ")
        return """
            {"name": "\(name)", "id": "\(id)", "chainType": "Live", "protocolId": "\(id)",
             "bootNodes": [\(list)],
             "properties": {"ss58Format": 78, "tokenDecimals": 12, "tokenSymbol": "KMA"}}
            """
    }

    private var paraBootNodes: [String] {
        guard isOfNewRelease else { return [] }
        return ["crispy", "crunchy", "hotdog", "tasty", "tender"].map {
            "/dns/\($0).calamari.invalid/tcp/31333/p2p/12D3KooW\($0)"
        }
    }

    private var relayBootNodes: [String] {
        let old = (0..<9).map { "/dns/p2p.\($0).kusama.invalid/tcp/30333/p2p/12D3KooWrelay\($0)" }
        guard isOfNewRelease else { return old }
        let new = (0..<8).map { "/dns/p2p.\($0).kusama.invalid/tcp/443/wss/p2p/12D3KooWrelay\($0)" }
        return new + old
    }
}
