internal import FleetModel

extension TLSTarget: FileProbe {
    static let example = """
        # The certificate of a port: certificate.days counts down to its end.
        tls:
          address: 127.0.0.1:443
          # The name that it must be for; authorities are trusted besides the system's.
          name: btc-1.example.org
          authorities: [/etc/ssl/own-root.pem]
          # false: an untrusted or wrongly named certificate is no fault.
          verify: true
          every: 10m
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.tlsProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func tlsProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return port(node, "tls").map { ProbeSpec(target: .tls(TLSTarget(address: $0))) }
        }
        let keys =
            ["address", "name", "authorities", "certificate", "key", "verify"]
            + ["every", "timeout"]
        guard let fields = fields(node, of: "tls", keys) else { return nil }
        let address = port(fields.required("address"), "address")
        return spec(
            fields,
            .tls(
                TLSTarget(
                    address: address ?? "",
                    name: fields.optional("name").flatMap { values.text($0, "name") },
                    isVerified: values.truth(fields.optional("verify"), "verify") ?? true
                )
            )
        )
    }
}

extension FleetWriter {
    mutating func write(_ target: TLSTarget) {
        add(4, "address", target.address)
        add(4, "name", target.name)
        if !target.isVerified { add(line: "verify: false", 4) }
    }
}
