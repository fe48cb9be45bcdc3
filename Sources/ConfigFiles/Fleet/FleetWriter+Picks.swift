import Primitives
internal import FleetModel

extension FleetWriter {
    mutating func write(_ picks: JSONPicks, _ depth: Int) {
        if !picks.samples.isEmpty { add(line: "samples:", depth) }
        for pick in picks.samples { write(pick, depth + 1) }
        if !picks.facts.isEmpty { add(line: "facts:", depth) }
        for pick in picks.facts { write(pick, depth + 1) }
    }

    private mutating func write<Subject>(_ pick: JSONPick<Subject>, _ depth: Int) {
        guard pick.pointers.count != 1 else {
            return add(depth, pick.name.rawValue, pick.pointers[0])
        }
        add(line: pick.name.rawValue + ":", depth)
        for pointer in pick.pointers { add(line: "- " + pointer.yaml, depth + 1) }
    }

    mutating func write(_ source: FleetSource) {
        add(line: "- promql:", 1)
        let start = lines.count
        add(4, "server", source.server)
        if source.nodes != "up" { add(4, "nodes", source.nodes) }
        if source.nameLabel != "instance" { add(4, "name", source.nameLabel) }
        add(4, "role", source.roleLabel)
        add(4, "labels", source.keptLabels)
        write(source.picks)
        write(source.access)
        add(4, "limit", source.bodyLimitBytes?.exactBytes)
        write(source.headers, every: source.interval, timeout: source.timeout)
        indent(from: start, isOnly: true)
    }

    mutating func write(_ picks: QueryPicks) {
        if !picks.samples.isEmpty { add(line: "samples:", 4) }
        for sample in picks.samples { add(5, sample.name.rawValue, sample.query) }
        if !picks.facts.isEmpty { add(line: "facts:", 4) }
        for fact in picks.facts {
            add(line: fact.name.rawValue + ":", 5)
            add(6, "query", fact.query)
            add(6, "label", fact.label)
        }
    }

    mutating func write(_ access: WebAccess) {
        func name(_ user: String, _ password: Secret) {
            add(4, "user", user)
            let placeholder = secrets.placeholder(for: password, called: [user, "password"])
            add(line: "password: " + placeholder, 4)
        }
        switch access.login {
        case .password(let user, let password): name(user, password)
        case .digest(let user, let password):
            name(user, password)
            add(line: "digest: true", 4)
        case .cookie(let file): add(4, "cookie", file)
        case nil: break
        }
        if !access.authorities.isEmpty { add(line: "authorities:", 4) }
        for file in access.authorities { add(line: "- " + file.yaml, 5) }
        add(4, "certificate", access.identity?.certificate)
        add(4, "key", access.identity?.key)
    }
}
