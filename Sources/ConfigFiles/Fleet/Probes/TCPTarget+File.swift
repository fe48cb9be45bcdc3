internal import FleetModel

extension TCPTarget: FileProbe {
    static let example = """
        # A port; just host:port, or with what is said and what must come back.
        tcp:
          - 127.0.0.1:8333
          - address: 127.0.0.1:6379
            send: "PING\\r\\n"
            expect: +PONG
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.tcpProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func tcpProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return port(node, "tcp").map { ProbeSpec(target: .tcp(TCPTarget(address: $0))) }
        }
        let keys = ["address", "send", "expect"] + ["every", "timeout"]
        guard let fields = fields(node, of: "tcp", keys) else { return nil }
        let address = port(fields.required("address"), "address")
        let send = fields.optional("send").flatMap { values.value($0, "send")?.text }
        let expectNode = fields.optional("expect")
        let expect = expectNode.flatMap { values.value($0, "expect")?.text }
        if let expectNode, expect?.isEmpty == true {
            reading.error(expectNode.place, "'expect' must not be empty")
        }
        return spec(
            fields,
            .tcp(TCPTarget(address: address ?? "", send: send, expect: expect))
        )
    }
}

extension FleetWriter {
    mutating func write(_ target: TCPTarget) {
        add(4, "address", target.address)
        add(4, "send", target.send)
        add(4, "expect", target.expect)
    }
}
