extension MetricSelection.Wanted {
    /// The prefixes of one Waku metric: renamed as a whole on 2026-07-29 (logos-delivery 4074).
    private static let wakuPrefixes = ["waku_", "logos_delivery_"]
    /// The namespace of Substrate metrics; `polkadot_` on older nodes.
    private static let substratePrefixes = ["substrate_", "polkadot_"]

    /// Names that changed alone, old and new, when store and archive were split (nwaku v0.14),
    /// with logos-delivery 4074, and when dials were counted by source.
    ///
    /// `store_errors` is missing on purpose: it stayed, for the protocol alone.
    private static let wakuRenames = [
        ("store_messages", "archive_messages"),
        ("rendezvousPeerFoundTotal", "rendezvous_peer_found"),
        ("peers_dials", "node_conns_initiated"),
    ]

    /// A Waku or libp2p metric under every name it had since 2021.
    ///
    /// Both prefixes where the name has one, each with and without `_total`: gauges became
    /// counters in August 2025 (nwaku 3355), and nim prints counters with the suffix.
    package static func waku(_ name: String) -> Self {
        let (prefix, rest) = split(name, wakuPrefixes)
        let stem = withoutTotal(rest)
        var stems = [stem]
        for (old, new) in wakuRenames where prefix != nil {
            if stem == old { stems.append(new) }
            if stem == new { stems.append(old) }
        }
        return expand(name, prefixes: prefix == nil ? [""] : wakuPrefixes, stems: stems)
    }

    /// A Substrate metric under both namespaces, with and without `_total`.
    package static func substrate(_ name: String) -> Self {
        let (prefix, rest) = split(name, substratePrefixes)
        return expand(
            name,
            prefixes: prefix == nil ? [""] : substratePrefixes,
            stems: [withoutTotal(rest)]
        )
    }

    /// A metric by any of its names: those of Waku and of Substrate are found under the others too.
    package static func renamed(_ name: String) -> Self {
        if split(name, wakuPrefixes).0 != nil { return waku(name) }
        return split(name, substratePrefixes).0 != nil ? substrate(name) : Self(name)
    }

    private static func expand(_ name: String, prefixes: [String], stems: [String]) -> Self {
        var spellings = [name]
        for stem in stems {
            for prefix in prefixes {
                for suffix in ["", "_total"] where prefix + stem + suffix != name {
                    spellings.append(prefix + stem + suffix)
                }
            }
        }
        return Self(name, spellings: spellings)
    }

    private static func split(_ name: String, _ prefixes: [String]) -> (String?, String) {
        for prefix in prefixes where name.hasPrefix(prefix) {
            return (prefix, String(name.dropFirst(prefix.count)))
        }
        return (nil, name)
    }

    private static func withoutTotal(_ name: String) -> String {
        name.hasSuffix("_total") ? String(name.dropLast("_total".count)) : name
    }
}
