import Cryptography

/// The beginnings of SHA-256 digests, for texts that only have to be told apart.
enum ShortDigest {
    /// The first 48 bits as twelve hexadecimal digits.
    static func text(of bytes: some Sequence<UInt8>) -> String {
        hexadecimal(HashFunction.sha256.digest(of: Array(bytes)).prefix(6))
    }

    /// The digest of a text.
    static func text(of text: String) -> String { Self.text(of: text.utf8) }

    fileprivate static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.reduce(into: "") { text, byte in
            let digits = String(byte, radix: 16)
            text += (digits.count == 1 ? "0" : "") + digits
        }
    }
}

/// What is kept of a secret: sixteen bits of an HMAC, so that a change shows.
///
/// Its key is made of where the secret stands, so that equal secrets in two places do not look
/// equal. So few bits give nothing of a long random secret away. One that can be guessed, such as
/// a word, is not proven by them either: of a million guesses, fifteen wrong ones fit. One change
/// in 65,536 goes unseen.
enum SecretDigest {
    static func text(of secret: String, key: String, salt: String) -> String {
        let place = Array("tocsin config \(salt) \(key)".utf8)
        return ShortDigest.hexadecimal(HMAC.sha256(of: Array(secret.utf8), key: place).prefix(2))
    }
}

extension String {
    /// A value of a configuration as it is kept in a fact: harmless, of bounded length, with a
    /// digest in the place of what was cut off, and never empty.
    var boundedValue: String {
        if isEmpty { return "\"\"" }
        let line = replacing("\r\n", with: "↵").replacing("\n", with: "↵")
        return line.cut(to: 300).asToldByNode
    }

    /// A name from outside as a part of the name of a fact.
    var boundedName: String {
        cut(to: 160).asToldByNode
    }

    private func cut(to limit: Int) -> String {
        guard unicodeScalars.count > limit else { return self }
        let kept = String(UnicodeScalarView(unicodeScalars.prefix(limit - 20)))
        return kept + "… #" + ShortDigest.text(of: self)
    }
}
