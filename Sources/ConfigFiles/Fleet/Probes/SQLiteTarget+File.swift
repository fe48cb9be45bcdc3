internal import FleetModel

extension SQLiteTarget: FileProbe {
    static let example = """
        # A database file, never written to. checks: quick (all pages), layout, rows.
        sqlite:
          file: /data/store.sqlite3
          checks: [quick, layout, rows]
          tables: [Message, Peer]
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.sqliteProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    /// `sqlite`: a path, or a mapping.
    func sqliteProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return path(node, "sqlite").map {
                sqliteDefaults(ProbeSpec(target: .sqlite(SQLiteTarget(file: $0))))
            }
        }
        let keys = ["file", "name", "checks", "tables"] + Self.commonKeys
        guard let fields = fields(node, of: "sqlite", keys) else { return nil }
        let file = path(fields.required("file"), "file")
        var checks = SQLiteTarget.Check.allCases
        if let list = fields.optional("checks") {
            let chosen = (reading.items(of: list, "checks") ?? []).compactMap {
                values.choice($0, "checks", of: SQLiteTarget.Check.allCases)
            }
            checks = checks.filter(chosen.contains)
        }
        let tables = values.texts(fields.optional("tables"), "tables").map(\.text)
        let name = fields.optional("name").flatMap { values.text($0, "name") }
        let target = SQLiteTarget(file: file ?? "", name: name, checks: checks, tables: tables)
        return sqliteDefaults(spec(fields, .sqlite(target)))
    }

    private func sqliteDefaults(_ spec: ProbeSpec) -> ProbeSpec {
        var spec = spec
        spec.interval = spec.interval ?? SQLiteTarget.usualInterval
        spec.timeout = spec.timeout ?? SQLiteTarget.usualTimeout
        return spec
    }

    /// What is learned from two databases of one node must not get mixed up.
    func checkDatabaseNames(_ probes: [ProbeSpec], at place: Place) {
        var names: Set<String?> = []
        for case .sqlite(let target) in probes.map(\.target)
        where !names.insert(target.name).inserted {
            reading.error(
                place,
                "each of several sqlite probes of a node needs a 'name' of its own"
            )
            return
        }
    }
}

extension FleetWriter {
    mutating func write(_ target: SQLiteTarget) {
        add(4, "file", target.file)
        add(4, "name", target.name)
        if target.checks != SQLiteTarget.Check.allCases {
            if target.checks.isEmpty { add(line: "checks: []", 4) }
            add(4, "checks", target.checks.map(\.rawValue))
        }
        add(4, "tables", target.tables)
    }
}
