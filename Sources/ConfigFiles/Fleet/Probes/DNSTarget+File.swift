internal import FleetModel

extension DNSTarget: FileProbe {
    static let example = """
        # What a name stands for: dns.answers counts the records, dns.values lists them. Just
        # the name for its A records, or with more.
        dns:
          - btc-1.example.org
          - name: _p2p._tcp.example.org
            # A, AAAA, CNAME, TXT, MX, SRV, NS, PTR or SOA.
            type: SRV
            # Whom to ask, with a port if it is not 53; without it the system's name servers.
            resolver: 9.9.9.9
            # The values that must come, all of them and no others, in any order.
            expect: [0 5 8333 btc-1.example.org]
            every: 1m
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.dnsProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func dnsProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return dnsName(node, "dns").map { ProbeSpec(target: .dns(DNSTarget(name: $0))) }
        }
        let keys = ["name", "type", "resolver", "expect"] + ["every", "timeout"]
        guard let fields = fields(node, of: "dns", keys) else { return nil }
        let name = dnsName(fields.required("name"), "name")
        let record = values.choice(
            fields.optional("type"),
            "type",
            of: DNSTarget.Record.allCases
        )
        let expected = fields.optional("expect").map(many) ?? []
        let target = DNSTarget(
            name: name ?? "",
            record: record ?? .a,
            resolver: fields.optional("resolver").flatMap(resolver),
            expected: expected.compactMap { self.expected($0, of: record ?? .a) }
        )
        return spec(fields, .dns(target))
    }

    /// A name that can be asked for (RFC 1035, 2.3.1), with the underscores of services.
    private func dnsName(_ node: YAMLNode?, _ key: String) -> String? {
        guard let value = values.value(node, key) else { return nil }
        let name = value.text.hasSuffix(".") ? String(value.text.dropLast()) : value.text
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0))
                }
        }
        guard isName, name.utf8.count <= 253 else {
            reading.error(
                value.place,
                "'\(key)' must be a name such as node.example.org, not \(value.quoted)"
            )
            return nil
        }
        return name
    }

    private func resolver(_ node: YAMLNode) -> String? {
        guard let value = values.value(node, "resolver") else { return nil }
        guard DNSTarget.server(value.text) != nil else {
            reading.error(
                value.place,
                "'resolver' must be a name server such as 9.9.9.9 or ns1.example.org:5353, "
                    + "not \(value.quoted)"
            )
            return nil
        }
        return value.text
    }

    /// An expected value; an address that can never come is a slip.
    private func expected(_ node: YAMLNode, of record: DNSTarget.Record) -> String? {
        guard let text = values.text(node, "expect") else { return nil }
        let isPossible =
            switch record {
            case .a: text.isIPv4
            case .aaaa: text.contains(":") && text.allSatisfy { $0.isHexDigit || $0 == ":" }
            case .cname, .txt, .mx, .srv, .ns, .ptr, .soa: true
            }
        guard isPossible else {
            let kind = record == .a ? "an IPv4 address" : "an IPv6 address"
            reading.error(
                node.place,
                "a value of a record of type \(record.rawValue) is \(kind), not \(text.quoted)"
            )
            return nil
        }
        return text
    }
}

extension FleetWriter {
    mutating func write(_ target: DNSTarget) {
        add(4, "name", target.name)
        if target.record != .a { add(4, "type", target.record.rawValue) }
        add(4, "resolver", target.resolver)
        if !target.expected.isEmpty { add(line: "expect:", 4) }
        for value in target.expected { add(line: "- " + value.yaml, 5) }
    }
}

extension String {
    fileprivate var isIPv4: Bool {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0).map(String.init) == String($0) }
    }
}
