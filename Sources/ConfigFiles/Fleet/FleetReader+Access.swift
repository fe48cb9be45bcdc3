internal import FleetModel

/// How a probe makes itself known to servers, and whom it trusts.
extension FleetReader {
    static let accessKeys = [
        "user", "password", "cookie", "digest", "authorities", "certificate", "key",
    ]

    func access(_ fields: Fields) -> WebAccess {
        WebAccess(
            login: login(fields),
            authorities: values.texts(fields.optional("authorities"), "authorities").map(\.text),
            identity: identity(fields)
        )
    }

    private func login(_ fields: Fields) -> WebAccess.Login? {
        let isDigest = values.truth(fields.optional("digest"), "digest") ?? false
        if fields.contains("cookie") {
            if fields.contains("password") || fields.contains("user") || isDigest {
                reading.error(fields.place, "give either a cookie or a user and a password")
            }
            return values.text(fields.optional("cookie"), "cookie").map { .cookie(file: $0) }
        }
        guard fields.contains("user") || fields.contains("password") || isDigest else { return nil }
        let user = values.text(fields.required("user"), "user")
        if let user, user.contains(":") {
            reading.error(fields.place, "a 'user' cannot hold ':'")
        }
        let node = fields.required("password")
        // Without it the node refuses the probe, and says so on its own row.
        let password = reading.tolerating { values.secret(node, "password") }.value
        guard let user, let password else { return nil }
        return isDigest ? .digest(user: user, password) : .password(user: user, password)
    }

    private func identity(_ fields: Fields) -> WebAccess.Identity? {
        guard fields.contains("certificate") || fields.contains("key") else { return nil }
        let certificate = values.text(fields.required("certificate"), "certificate")
        let key = values.text(fields.required("key"), "key")
        guard let certificate, let key else { return nil }
        return WebAccess.Identity(certificate: certificate, key: key)
    }
}
