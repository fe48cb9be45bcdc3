package import Primitives

/// What a `dns` probe asks: what a name stands for, and of whom.
package struct DNSTarget: ProbeDescriptor {
    /// The name, such as `node.example.org`.
    package var name: String
    /// The kind of record.
    package var record: Record
    /// The name server, as host or host and port; nil for the system's.
    package var resolver: String?
    /// All values that must come, and no others, in any order; empty when any will do.
    package var expected: [String]

    /// A target of these parts.
    package init(
        name: String,
        record: Record = .a,
        resolver: String? = nil,
        expected: [String] = []
    ) {
        self.name = name
        self.record = record
        self.resolver = resolver
        self.expected = expected
    }

    /// The kinds of records that are known; the raw value stands in files.
    package enum Record: String, CaseIterable, Sendable {
        case a = "A"
        case aaaa = "AAAA"
        case cname = "CNAME"
        case txt = "TXT"
        case mx = "MX"
        case srv = "SRV"
        case ns = "NS"
        case ptr = "PTR"
        case soa = "SOA"
    }

    /// The port of name servers (RFC 1035, 4.2).
    package static let usualPort = 53

    /// A name server as people write it: a name or an address, with or without a port; nil when
    /// the text is something else.
    package static func server(_ text: String) -> PortAddress? {
        let isBareIPv6 = !text.hasPrefix("[") && text.count(where: { $0 == ":" }) > 1
        if isBareIPv6 { return PortAddress("[\(text)]:\(usualPort)") }
        return PortAddress(text) ?? PortAddress("\(text):\(usualPort)")
    }

    /// A name server is asked, not the node.
    package static let row = ProbeRow("dns", reachesNode: false)

    /// What is asked for, rather than of whom.
    package var reach: ProbeReach { .named("\(record.rawValue) \(name)") }

    /// The records.
    package var names: ProbeNames {
        var names = ProbeNames(of: .nameServer)
        names.add(facts: [.dnsValues])
        return names
    }
}

extension Identifier where Subject == Fact {
    /// The values of the records that a name server gave, sorted.
    package static let dnsValues = Self("dns.values")
}
