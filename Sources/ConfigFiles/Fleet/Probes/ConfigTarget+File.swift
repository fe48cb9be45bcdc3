internal import FleetModel

extension ConfigTarget: FileProbe {
    static let example = """
        # Its configuration: a file, an address or the output of a command, or several. Each
        # key is kept, secrets as a short digest, and a change of one is written in the log.
        # format: flags, env, json, yaml, toml, ini, unit; without it told from name and text,
        # and the fact config.format shows which one was taken, and whether by a guess.
        config:
          sources:
            - /etc/systemd/system/node.service
            - url: http://127.0.0.1:80/config.toml
            - command: [cat, /etc/default/node]
              format: env
              name: env
          # Further secrets, and keys that change by themselves; * stands for anything.
          mask: ['*.pin']
          ignore: ['*.uptime']
        """

    /// One configuration may lie in several places.
    static let takesList = true

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.configProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

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
}

extension FleetWriter {
    mutating func write(_ target: ConfigTarget) {
        if target.sources.count == 1 {
            write(target.sources[0], 4)
        } else {
            add(line: "sources:", 4)
            for source in target.sources { item(5) { $0.write(source, 6) } }
        }
        add(4, "mask", target.mask)
        add(4, "ignore", target.ignore)
    }

    private mutating func write(_ source: ConfigTarget.Source, _ depth: Int) {
        switch source.place {
        case .file(let path): add(depth, "file", path)
        case .url(let url): add(depth, "url", url)
        case .command(let command): write(command: command, depth)
        }
        if let format = source.format { add(depth, "format", format.rawValue) }
        add(depth, "name", source.name)
    }
}
