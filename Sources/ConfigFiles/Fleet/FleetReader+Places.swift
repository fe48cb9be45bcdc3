internal import FleetModel
internal import Primitives

/// Where something is, and words for it.
extension FleetReader {
    /// A web address that may be left out.
    func address(_ fields: Fields, _ key: String) -> String? {
        fields.optional(key).flatMap { values.address($0, key) }
    }

    /// A host and a port.
    func port(_ node: YAMLNode?, _ key: String) -> String? {
        guard let value = values.value(node, key) else { return nil }
        guard PortAddress(value.text) != nil else {
            reading.error(
                value.place,
                "'\(key)' must be a host and a port such as 127.0.0.1:443, not \(value.quoted)"
            )
            return nil
        }
        return value.text
    }

    /// An absolute path: where Tocsin was started must not matter.
    func path(_ node: YAMLNode?, _ key: String) -> String? {
        guard let node, let path = values.text(node, key) else { return nil }
        guard path.hasPrefix("/"), path.utf8.count <= 4096 else {
            reading.error(node.place, "'\(key)' must be an absolute path such as /etc/node.toml")
            return nil
        }
        return path
    }

    /// A word that may be a part of a metric's name.
    func word(_ node: YAMLNode, _ key: String) -> String? {
        guard let value = values.value(node, key) else { return nil }
        guard value.text.isMetricName else {
            reading.error(
                value.place,
                "'\(key)' must be a word that conditions can use, such as disk"
            )
            return nil
        }
        return value.text
    }
}
