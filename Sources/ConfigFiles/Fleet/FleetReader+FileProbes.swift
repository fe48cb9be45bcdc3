internal import FleetModel

// MARK: config

extension FleetReader {
    private static let placeKeys = ["file", "url", "command", "shell"]
    private static let sourceKeys = ["file", "url"] + commandKeys + ["format", "name"]
    private static let placeWords = "file, url, command, shell"

    /// `config`: a path or an address, a list of sources, or a mapping.
    func configProbe(_ node: YAMLNode) -> ProbeSpec? {
        guard case .map = node.content else {
            let sources = configSources(node)
            guard !sources.isEmpty else { return nil }
            return ProbeSpec(
                target: .config(ConfigTarget(sources: sources)),
                interval: ConfigTarget.usualInterval
            )
        }
        let keys = Self.sourceKeys + ["sources", "mask", "ignore"] + Self.webKeys
        guard let fields = fields(node, of: "config", keys) else { return nil }
        let own = Self.placeKeys.filter(fields.contains)
        guard own.isEmpty != !fields.contains("sources") else {
            reading.error(
                fields.place,
                "config needs either 'sources' or one of: \(Self.placeWords)"
            )
            return nil
        }
        let sources =
            own.isEmpty
            ? fields.optional("sources").map(configSources) ?? []
            : [configSource(fields)].compactMap { $0 }
        guard !sources.isEmpty else { return nil }
        var spec = spec(
            fields,
            .config(
                ConfigTarget(
                    sources: sources,
                    mask: values.texts(fields.optional("mask"), "mask").map(\.text),
                    ignore: values.texts(fields.optional("ignore"), "ignore").map(\.text)
                )
            )
        )
        spec.interval = spec.interval ?? ConfigTarget.usualInterval
        return spec
    }

    /// The sources of a list, or the one that stands for itself; their names must differ.
    private func configSources(_ node: YAMLNode) -> [ConfigTarget.Source] {
        guard case .list(let items) = node.content else {
            return [configSource(node)].compactMap { $0 }
        }
        guard reading.visit(node.place) else { return [] }
        var names = Names(what: "sources")
        return items.compactMap { item in
            guard let source = configSource(item) else { return nil }
            names.add(source.name ?? source.place.shortName, at: item.place, reading)
            return source
        }
    }

    private func configSource(_ node: YAMLNode) -> ConfigTarget.Source? {
        guard reading.visit(node.place) else { return nil }
        guard case .scalar = node.content else {
            return fields(node, of: "a source", Self.sourceKeys).flatMap(configSource)
        }
        guard let text = values.text(node, "config") else { return nil }
        if text.hasPrefix("http://") || text.hasPrefix("https://") {
            return values.address(node, "config").map { ConfigTarget.Source(.url($0)) }
        }
        return path(node, "config").map { ConfigTarget.Source(.file($0)) }
    }

    private func configSource(_ fields: Fields) -> ConfigTarget.Source? {
        let given = Self.placeKeys.filter(fields.contains)
        guard given.count == 1 else {
            reading.error(fields.place, "a source needs exactly one of: \(Self.placeWords)")
            return nil
        }
        let format = values.choice(
            fields.optional("format"),
            "format",
            of: ConfigTarget.Format.allCases
        )
        let name = fields.optional("name").flatMap { values.text($0, "name") }
        guard let place = configPlace(fields, given[0]) else { return nil }
        return ConfigTarget.Source(place, name: name, format: format)
    }

    private func configPlace(_ fields: Fields, _ key: String) -> ConfigTarget.Place? {
        switch key {
        case "file": path(fields.optional(key), key).map { .file($0) }
        case "url": values.address(fields.optional(key), key).map { .url($0) }
        default: command(fields, of: "a source").map { .command($0) }
        }
    }

    /// An absolute path: where Tocsin was started must not matter.
    private func path(_ node: YAMLNode?, _ key: String) -> String? {
        guard let node, let path = values.text(node, key) else { return nil }
        guard path.hasPrefix("/"), path.utf8.count <= 4096 else {
            reading.error(node.place, "'\(key)' must be an absolute path such as /etc/node.toml")
            return nil
        }
        return path
    }
}

// MARK: sqlite

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
