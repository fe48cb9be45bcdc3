internal import FleetModel

extension FleetReader {
    /// `watchdog`: the address that is called, or a mapping.
    func watchdog(_ node: YAMLNode?) -> Watchdog? {
        guard let node else { return nil }
        if case .scalar = node.content { return watchdog(url: node) }
        let keys = ["url", "method", "headers", "every"]
        guard let fields = fields(node, of: "watchdog", keys),
            let url = fields.required("url"), var watchdog = watchdog(url: url)
        else { return nil }
        let method = values.choice(
            fields.optional("method"),
            "method",
            of: Watchdog.Method.allCases
        )
        watchdog.method = method ?? .get
        watchdog.headers = values.headers(fields.optional("headers"))
        if let every = interval(fields.optional("every")) { watchdog.every = every }
        return watchdog
    }

    /// Without its address the fleet is watched all the same.
    private func watchdog(url node: YAMLNode) -> Watchdog? {
        let (url, lack) = reading.tolerating { values.secretAddress(node, "url") }
        return url == nil && lack == nil ? nil : Watchdog(url: url, lack: lack)
    }

    private func interval(_ node: YAMLNode?) -> Duration? {
        guard let node, let span = values.span(node, "every") else { return nil }
        guard span >= .seconds(1), span <= .seconds(86_400) else {
            reading.error(node.place, "'every' must be from 1s to 24h")
            return nil
        }
        return span
    }
}
