internal import FleetModel
internal import Primitives

extension HTTPTarget: FileProbe {
    static let example = """
        # Any address; just the URL, or with the status and the text that are expected.
        http:
          - http://127.0.0.1:80/health
          - url: http://127.0.0.1:80/ready
            status: 204
          # Several statuses may be as expected. A body is posted, as JSON when it looks so;
          # it is never shown, and may hold "${NAME}".
          - url: http://127.0.0.1:80/query
            method: POST
            body: '{"query": "{ status }"}'
            status: [200, 429]
          - url: http://127.0.0.1:80/version
            contains: released
            # Headers are sent with every request of the probe.
            headers:
              Accept: text/plain
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.httpProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func httpProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return values.address(node, "http").map {
                ProbeSpec(target: .http(url: $0, status: 200, contains: nil))
            }
        }
        let keys =
            ["url", "method", "body", "status", "contains", "samples", "facts"] + Self.webKeys
        guard let fields = fields(node, of: "http", keys) else { return nil }
        let url = values.address(fields.required("url"), "url")
        let body = fields.optional("body").flatMap { values.value($0, "body") }
        var target = HTTPTarget(
            url: url ?? "",
            statuses: statuses(fields),
            contains: fields.optional("contains").flatMap { values.value($0, "contains")?.text },
            picks: jsonPicks(fields),
            body: body.map { Secret($0.text) },
            hidden: (body?.fillings ?? []).filter { $0 != body?.text }.map(Secret.init)
        )
        let methods = HTTPTarget.Method.allCases
        let method = values.choice(fields.optional("method"), "method", of: methods)
        // Who sends something usually posts it.
        target.method = method ?? (body == nil ? .get : .post)
        if let body, method == .get {
            reading.error(body.place, "a GET has no 'body'; write method: POST")
        }
        return spec(fields, .http(target))
    }

    /// One status, or several of which each is as expected.
    private func statuses(_ fields: Fields) -> [Int] {
        guard let node = fields.optional("status") else { return [200] }
        let items = many(node)
        if items.isEmpty, case .list = node.content {
            reading.error(node.place, "'status' names no status")
        }
        var statuses: [Int] = []
        for item in items {
            guard let status = values.integer(item, "status", in: 100...599),
                !statuses.contains(status)
            else { continue }
            statuses.append(status)
        }
        return statuses.isEmpty ? [200] : statuses
    }
}

extension FleetWriter {
    mutating func write(_ target: HTTPTarget) {
        add(4, "url", target.url)
        if target.method != .get { add(4, "method", target.method.rawValue) }
        if let body = target.body {
            add(line: "body: " + secrets.placeholder(for: body, called: ["body"]), 4)
        }
        if target.statuses.count > 1 {
            add(line: "status: [\(target.statuses.map(String.init).joined(separator: ", "))]", 4)
        } else if let status = target.statuses.first, status != 200 {
            add(4, "status", String(status))
        }
        add(4, "contains", target.contains)
        write(target.picks, 4)
    }
}
