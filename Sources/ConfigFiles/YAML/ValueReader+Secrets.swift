import Primitives

internal import FleetModel

extension ValueReader {
    /// A secret: `${NAME}` from the environment, `@/path` from a file, or, with a warning, the
    /// text itself.
    func secret(_ node: YAMLNode?, _ key: String) -> Secret? {
        guard let value = value(node, key) else { return nil }
        var text = value.text.trimmed
        if value.scalar.text.trimmed.hasPrefix("@") {
            let path = String(text.dropFirst())
            do {
                text = try readSecretFile(path).trimmed
            } catch {
                let name = value.isFilledIn ? "" : " " + path.quoted
                reading.missing(value.place, "the secret file\(name) cannot be read")
                return nil
            }
        } else if !value.isFilledIn {
            warnOfLiteral(key, at: value.place)
        }
        guard !text.isEmpty else {
            reading.error(value.place, "'\(key)' is empty")
            return nil
        }
        guard text.isOneLineOfText else {
            reading.error(
                value.place,
                "'\(key)' must be one line of text without control characters"
            )
            return nil
        }
        return Secret(text)
    }

    /// An address that must not be shown, because it carries a token.
    func secretAddress(_ node: YAMLNode?, _ key: String) -> Secret? {
        guard let node, let secret = secret(node, key),
            isAddress(secret.reveal(), node.place, key)
        else { return nil }
        return secret
    }

    /// The headers sent with every request of a probe.
    func headers(_ node: YAMLNode?) -> [String: Secret] {
        guard let node, let entries = reading.entries(of: node, "'headers'") else { return [:] }
        var headers: [String: Secret] = [:]
        for entry in entries {
            guard entry.key.isHeaderName else {
                reading.error(entry.keyPlace, "this is not the name of a header")
                continue
            }
            if !entry.key.namesCredentials,
                case .scalar(let scalar) = entry.value.content, !scalar.text.hasPrefix("@")
            {
                headers[entry.key] = text(entry.value, entry.key).map(Secret.init)
            } else {
                // Without it the node refuses the probe, and says so on its own row.
                headers[entry.key] = reading.tolerating { secret(entry.value, entry.key) }.value
            }
        }
        return headers
    }

    private func warnOfLiteral(_ key: String, at place: Place) {
        reading.warn(
            place,
            "'\(key)' stands in the file itself; write \"${NAME}\" for a variable of the "
                + "environment or '@/path' for a file"
        )
    }
}

extension String {
    /// A token of RFC 9110, section 5.6.2.
    fileprivate var isHeaderName: Bool {
        !isEmpty && count <= 100
            && allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0))
            }
    }

    /// Whether a header of this name usually carries something secret.
    fileprivate var namesCredentials: Bool {
        let name = lowercased()
        return ["auth", "cookie", "token", "key", "secret", "password"].contains {
            name.contains($0)
        }
    }
}
