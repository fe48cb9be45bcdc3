internal import FleetModel

extension FleetWriter {
    mutating func write(_ target: ConfigTarget) {
        if target.sources.count == 1 {
            write(target.sources[0], 4)
        } else {
            add(line: "sources:", 4)
            for source in target.sources { item(5) { $0.write(source, 6) } }
        }
        write(list: target.mask, "mask")
        write(list: target.ignore, "ignore")
    }

    mutating func write(_ target: SQLiteTarget) {
        add(4, "file", target.file)
        add(4, "name", target.name)
        if target.checks != SQLiteTarget.Check.allCases {
            if target.checks.isEmpty { add(line: "checks: []", 4) }
            write(list: target.checks.map(\.rawValue), "checks")
        }
        write(list: target.tables, "tables")
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

    private mutating func write(list: [String], _ key: String) {
        guard !list.isEmpty else { return }
        add(line: key + ":", 4)
        for text in list { add(line: "- " + text.yaml, 5) }
    }
}
