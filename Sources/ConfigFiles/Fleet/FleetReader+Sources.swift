internal import FleetModel
internal import Primitives

extension FleetReader {
    func source(_ node: YAMLNode) -> FleetSource? {
        guard let item = fields(node, of: "a source", ["promql"]),
            let node = item.required("promql")
        else { return nil }
        let keys = ["server", "nodes", "name", "role", "labels", "samples", "facts"] + Self.webKeys
        guard let fields = fields(node, of: "promql", keys) else { return nil }
        func text(_ key: String) -> String? {
            fields.optional(key).flatMap { values.text($0, key) }
        }
        let server = values.address(fields.required("server"), "server")
        let common = spec(fields, .promql(PromQLTarget(server: server ?? "")))
        return FleetSource(
            server: server ?? "",
            nodes: text("nodes") ?? "up",
            nameLabel: text("name") ?? "instance",
            roleLabel: text("role"),
            keptLabels: values.texts(fields.optional("labels"), "labels").map(\.text),
            picks: queryPicks(fields),
            headers: common.headers,
            access: common.access,
            interval: common.interval,
            timeout: common.timeout,
            bodyLimitBytes: common.bodyLimitBytes
        )
    }
}
