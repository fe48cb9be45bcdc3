/// Tells from the name of a key whether its value is a secret.
enum SecretWords {
    /// Whether a part of a key says so.
    ///
    /// Words are told apart by points, dashes, underscores and capitals: `nodeKey`, `node-key` and
    /// `NODE_KEY` are one.
    static func names(_ key: String) -> Bool {
        key.split { $0 == "." || $0 == ":" || $0 == "/" }.contains { isSecret(words(of: $0)) }
    }

    /// A switch is no secret, and hiding it would only puzzle.
    static func isNoSecret(_ value: String) -> Bool {
        ["", "true", "false", "null", "{}", "[]"].contains(value)
    }

    /// `…-file` and the like name where a secret lies, which is worth seeing.
    static func isPath(_ value: String) -> Bool {
        (value.hasPrefix("/") || value.hasPrefix("./") || value.hasPrefix("~/")
            || value.hasPrefix("../")) && !value.contains("://") && !value.hasSuffix("=")
            && !value.contains(" ") && !value.contains("//")
            && value.dropFirst().contains { $0 == "/" || $0 == "." }
    }

    private static let secret: Set<String> = [
        "password", "passwords", "passwd", "passphrase", "pass", "pwd", "secret", "secrets",
        "token", "tokens", "mnemonic", "seed", "suri", "private", "privkey", "privatekey",
        "nodekey", "apikey", "credential", "credentials", "cred", "creds", "authorization",
        "cookie", "webhook", "keypair", "signkey", "jwt", "phrase", "pw", "auth", "rpcauth",
        "masterauth", "requirepass", "bearer", "passin", "passout", "passcode", "pswd", "psk",
        "otp", "totp", "sig", "signature", "sessionid", "jsessionid", "basicauth", "userinfo",
        "xprv", "wif", "passwort", "kennwort",
    ]
    /// How words end that are joined without a mark, such as `rpcpassword`.
    private static let endings = [
        "password", "passwd", "passphrase", "secret", "token", "apikey", "nodekey", "privkey",
        "privatekey", "secretkey", "accesskey", "authkey", "masterkey", "signingkey",
        "encryptionkey", "sharedkey", "accountkey", "hmackey", "licensekey", "pass", "pwd",
    ]
    /// Words with such an ending that have nothing to do with it.
    private static let others: Set<String> = [
        "compass", "bypass", "trespass", "overpass", "underpass", "encompass", "surpass",
    ]
    /// Words before `key` with which it is known to everybody.
    private static let open: Set<String> = [
        "public", "pub", "pubkey", "verification", "authority", "map", "sort", "primary", "id",
    ]
    /// Words after which a name is no longer that of a secret.
    private static let harmless: Set<String> = [
        "symbol", "decimals", "ttl", "expiry", "expires", "length", "size", "count", "limit",
        "interval", "enabled", "type",
    ]

    private static func isSecret(_ words: [String]) -> Bool {
        guard let last = words.last, !harmless.contains(last) else { return false }
        let isNamed = words.contains { word in
            secret.contains(word) || word.hasPrefix("password")
                || endings.contains(where: word.hasSuffix) && !others.contains(word)
        }
        if isNamed { return !words.contains("public") }
        guard let place = words.lastIndex(where: { $0 == "key" || $0 == "keys" }) else {
            return false
        }
        if words[place] == "keys", place == 0 { return false }
        return !words.contains(where: open.contains)
    }

    private static func words(of part: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in part {
            let isWord = character.isLetter || character.isNumber
            if !isWord || character.isUppercase && wasLower {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if isWord { word += character.lowercased() }
            wasLower = character.isLowercase || character.isNumber
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
