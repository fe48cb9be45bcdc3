internal import FleetModel
internal import Primitives

/// What is kept of answers, under names of ours: `samples` are numbers, `facts` are texts.
extension FleetReader {
    /// Places of JSON answers, as JSON Pointers.
    func jsonPicks(_ fields: Fields) -> JSONPicks {
        JSONPicks(
            samples: named(fields, "samples") { pick($0) },
            facts: named(fields, "facts") { pick($0) }
        )
    }

    /// Instant queries, and the labels kept of their series.
    func queryPicks(_ fields: Fields) -> QueryPicks {
        QueryPicks(
            samples: named(fields, "samples") { entry in
                values.text(entry.value, entry.key).map {
                    SampleQuery(MetricName(entry.key), $0)
                }
            },
            facts: named(fields, "facts") { entry in
                let owner = "'\(entry.key)'"
                guard let fields = self.fields(entry.value, of: owner, ["query", "label"]) else {
                    return nil
                }
                let query = values.text(fields.required("query"), "query")
                let label = values.text(fields.required("label"), "label")
                guard let query, let label else { return nil }
                return FactQuery(FactName(entry.key), query, label: label)
            }
        )
    }

    /// How many names one probe or source may keep.
    private static let pickLimit = 200

    private func named<Pick>(
        _ fields: Fields,
        _ key: String,
        _ read: (YAMLEntry) -> Pick?
    ) -> [Pick] {
        guard let node = fields.optional(key), let entries = reading.entries(of: node, "'\(key)'")
        else { return [] }
        if entries.count > Self.pickLimit {
            reading.error(
                node.place,
                "'\(key)' may hold at most \(Self.pickLimit) names; a second probe of the node may hold more"
            )
        }
        return entries.prefix(Self.pickLimit).compactMap { entry in
            guard entry.key.isMetricName else {
                reading.error(
                    entry.keyPlace,
                    "a name is a word that conditions can use, such as disk.free"
                )
                return nil
            }
            return read(entry)
        }
    }

    private func pick<Subject>(_ entry: YAMLEntry) -> JSONPick<Subject>? {
        var nodes = [entry.value]
        if case .list(let items) = entry.value.content {
            nodes = reading.visit(entry.value.place) ? items : []
        }
        let pointers = nodes.compactMap { pointer($0, entry.key) }
        guard !pointers.isEmpty, pointers.count == nodes.count else {
            if nodes.isEmpty {
                reading.error(entry.value.place, "'\(entry.key)' names no place of the answer")
            }
            return nil
        }
        return JSONPick(Identifier(entry.key), at: pointers)
    }

    private func pointer(_ node: YAMLNode, _ key: String) -> String? {
        guard let value = values.value(node, key) else { return nil }
        guard value.text.isJSONPointer else {
            reading.error(
                value.place,
                "'\(key)' must be a place of the answer such as /result/height, "
                    + "or '' for the whole, not \(value.quoted)"
            )
            return nil
        }
        return value.text
    }
}

extension String {
    /// Whether the text is a JSON Pointer (RFC 6901, section 3) of sensible length.
    fileprivate var isJSONPointer: Bool {
        guard !isEmpty else { return true }
        guard first == "/", count <= 500, isOneLineOfText else { return false }
        var isEscaped = false
        for character in self {
            if isEscaped, character != "0", character != "1" { return false }
            isEscaped = character == "~"
        }
        return !isEscaped
    }
}
