/// The forms of tokens and keys, as those who issue them document them.
enum SecretForms {
    /// A form by how it begins.
    private struct Form {
        let prefix: [UInt8]
        /// The fewest bytes behind the beginning.
        let least: Int

        init(_ prefix: String, _ least: Int) {
            self.prefix = Array(prefix.utf8)
            self.least = least
        }
    }

    /// Where the token ends that begins at a place; nil when none does.
    static func end(ofTokenAt place: Int, in bytes: [UInt8]) -> Int? {
        let first = bytes[place]
        for form in forms[first] ?? [] where bytes[place...].starts(with: form.prefix) {
            let rest = bytes[(place + form.prefix.count)...].prefix(while: isToken)
            if rest.count >= form.least { return trimmed(rest) }
        }
        if first == UInt8(ascii: "$"), let end = hashEnd(place, bytes) { return end }
        if first == UInt8(ascii: "L"), let end = armourEnd(place, bytes) { return end }
        return shapeEnd(place, bytes)
    }

    /// Whether a block of this label holds nothing private.
    static func isPublic(label: String) -> Bool {
        let words = label.uppercased()
        if words.contains("PRIVATE") || words.contains("SECRET") { return false }
        return [
            "CERTIFICATE", "PUBLIC", "CRL", "PARAMETERS", "SIGNATURE", "SIGNED", "PKCS7",
            "CMS", "MESSAGE", "ENCRYPTED FILE",
        ].contains(where: words.contains)
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        SecretFinder.isLetter(byte) || SecretFinder.isDigit(byte) || "_-.".utf8.contains(byte)
    }

    /// The end without the point of a sentence.
    private static func trimmed(_ run: ArraySlice<UInt8>) -> Int {
        run.last == UInt8(ascii: ".") ? run.endIndex - 1 : run.endIndex
    }

    /// A hash of a password: `$6$salt$…`, `$2b$10$…`, `$argon2id$…` (crypt(5)); a dollar may be
    /// doubled, as Compose writes it.
    private static func hashEnd(_ place: Int, _ bytes: [UInt8]) -> Int? {
        var start = place
        while start < bytes.count, bytes[start] == UInt8(ascii: "$") { start += 1 }
        let name = bytes[start...].prefix(24).prefix {
            SecretFinder.isLetter($0) || SecretFinder.isDigit($0) || $0 == UInt8(ascii: "-")
        }
        guard hashes.contains(String(decoding: name, as: UTF8.self)),
            name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: "$")
        else { return nil }
        let rest = bytes[name.endIndex...].prefix {
            SecretFinder.isLetter($0) || SecretFinder.isDigit($0) || "./$=,+".utf8.contains($0)
        }
        return rest.count >= 16 ? rest.endIndex : nil
    }

    private static let hashes: Set<String> = [
        "1", "5", "6", "7", "y", "gy", "2", "2a", "2b", "2x", "2y", "apr1", "sha1", "md5",
        "argon2i", "argon2d", "argon2id", "scrypt", "pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512",
    ]

    /// Base64 of a block of PEM whose label is not public.
    private static func armourEnd(_ place: Int, _ bytes: [UInt8]) -> Int? {
        let rest = bytes[place...]
        guard rest.starts(with: Array("LS0tLS1CRUdJTi".utf8)) else { return nil }
        let open = ["LS0tLS1CRUdJTiBDRVJUSUZJQ0FU", "LS0tLS1CRUdJTiBQVUJMSUMg"]
        guard !open.contains(where: { rest.starts(with: Array($0.utf8)) }) else { return nil }
        return rest.prefix {
            SecretFinder.isLetter($0) || SecretFinder.isDigit($0) || "+/=".utf8.contains($0)
        }.endIndex
    }

    /// Tokens that are known by the lengths of their parts.
    private static func shapeEnd(_ place: Int, _ bytes: [UInt8]) -> Int? {
        guard SecretFinder.isLetter(bytes[place]) || SecretFinder.isDigit(bytes[place]) else {
            return nil
        }
        let run = bytes[place...].prefix(128).prefix {
            isToken($0) || "/+:=".utf8.contains($0)
        }
        guard run.count >= 35, run.startIndex == 0 || !isBase64(bytes[run.startIndex - 1]) else {
            return nil
        }
        // A bot of Telegram: its number, a colon and 35 characters.
        let number = run.prefix(while: SecretFinder.isDigit)
        if (6...12).contains(number.count), run.dropFirst(number.count).first == UInt8(ascii: ":") {
            let key = run.dropFirst(number.count + 1).prefix(while: isToken)
            if (30...50).contains(key.count) { return key.endIndex }
        }
        // A bot of Discord: three parts with points between them.
        let token = run.prefix(while: isToken)
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if parts.count == 3, (23...32).contains(parts[0].count), parts[1].count == 6,
            (27...45).contains(parts[2].count), isMixed(parts[0] + parts[2])
        {
            return token.endIndex
        }
        // The secret half of a key of AWS: forty characters of Base64.
        let key = run.prefix(while: isBase64)
        if key.count == 40, key.endIndex == run.endIndex || bytes[key.endIndex] != 0x3A,
            key.endIndex == bytes.count || !isToken(bytes[key.endIndex]), isMixed(key)
        {
            return key.endIndex
        }
        return keyEnd(run)
    }

    /// A private key of Bitcoin in its wallet form: 51 or 52 characters of Base58.
    private static func keyEnd(_ run: ArraySlice<UInt8>) -> Int? {
        let key = run.prefix { SecretFinder.isLetter($0) || SecretFinder.isDigit($0) }
        guard
            key.count == 51 && "59".utf8.contains(run[run.startIndex])
                || key.count == 52 && "KLc".utf8.contains(run[run.startIndex]),
            isMixed(key), !key.contains(where: { "0OIl".utf8.contains($0) })
        else { return nil }
        return key.endIndex
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        SecretFinder.isLetter(byte) || SecretFinder.isDigit(byte) || "/+".utf8.contains(byte)
    }

    private static func isMixed(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count(where: { (0x41...0x5A).contains($0) }) >= 3
            && bytes.count(where: { (0x61...0x7A).contains($0) }) >= 3
            && bytes.contains(where: SecretFinder.isDigit)
    }

    private static let forms: [UInt8: [Form]] = Dictionary(grouping: list) { $0.prefix[0] }

    private static let list: [Form] = [
        // GitHub, GitLab, Bitbucket, Atlassian
        .init("ghp_", 20), .init("gho_", 20), .init("ghu_", 20), .init("ghs_", 20),
        .init("ghr_", 20), .init("github_pat_", 20), .init("glpat-", 16), .init("gldt-", 16),
        .init("glrt-", 16), .init("glptt-", 16), .init("glft-", 16), .init("glsoat-", 16),
        .init("glcbt-", 16), .init("glimt-", 16), .init("glagent-", 16), .init("GR1348941", 16),
        .init("ATBB", 28), .init("ATATT3", 40), .init("ATCTT3", 40),
        // Slack, Discord, Twilio, SendGrid, Mailgun, Brevo
        .init("xoxa-", 10), .init("xoxb-", 10), .init("xoxe", 20), .init("xoxo-", 10),
        .init("xoxp-", 10), .init("xoxr-", 10), .init("xoxs-", 10), .init("xapp-", 10),
        .init("xoxc-", 10), .init("xoxd-", 10), .init("SG.", 30), .init("xkeysib-", 30),
        .init("key-", 32), .init("SK", 32), .init("mfa.", 60), .init("syt_", 20),
        // Clouds
        .init("AKIA", 16), .init("ASIA", 16), .init("ABIA", 16), .init("ACCA", 16),
        .init("AIza", 30), .init("ya29.", 20), .init("GOCSPX-", 20), .init("1//0", 30),
        .init("dop_v1_", 40), .init("doo_v1_", 40), .init("dor_v1_", 40), .init("LTAI", 16),
        .init("nvapi-", 30), .init("tskey-", 16), .init("FlyV1", 0), .init("fm2_", 30),
        .init("fo1_", 30), .init("CFPAT-", 30), .init("HRKU-", 30), .init("sbp_", 30),
        // Payments
        .init("sk_live_", 10), .init("sk_test_", 10), .init("rk_live_", 10),
        .init("rk_test_", 10), .init("whsec_", 16), .init("sq0atp-", 16), .init("sq0csp-", 16),
        .init("shpat_", 20), .init("shpss_", 20), .init("shpca_", 20), .init("shppa_", 20),
        // Models
        .init("sk-", 20), .init("hf_", 20), .init("gsk_", 20), .init("xai-", 20),
        .init("pplx-", 20), .init("r8_", 20),
        // Packages, builds, secrets, observation
        .init("npm_", 30), .init("pypi-", 30), .init("rubygems_", 30), .init("dckr_pat_", 16),
        .init("dckr_oat_", 16), .init("hvs.", 16), .init("hvb.", 16), .init("hvr.", 16),
        .init("dp.pt.", 20), .init("dp.st.", 20), .init("AGE-SECRET-KEY-", 20),
        .init("glsa_", 20), .init("glc_", 20), .init("NRAK-", 20), .init("sntrys_", 20),
        .init("sntryu_", 20), .init("lin_api_", 20), .init("ntn_", 30), .init("secret_", 30),
        .init("figd_", 20), .init("PMAK-", 20), .init("oy2", 40), .init("ops_eyJ", 20),
        // JSON Web Tokens and the like
        .init("eyJ", 30),
        // Chains
        .init("xprv", 80), .init("yprv", 80), .init("zprv", 80), .init("tprv", 80),
        .init("nsec1", 40),
    ]
}
