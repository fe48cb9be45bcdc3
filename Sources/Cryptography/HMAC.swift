import CCrypto

/// Message authentication with a shared key (RFC 2104).
package enum HMAC {
    /// The code of a message with SHA-256, 32 bytes; keys have any length.
    package static func sha256(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        let isDone = cc_hmac_sha256(key, key.count, message, message.count, &code)
        precondition(isDone == 1, "a key of more than 2 GiB, or no memory left for the code")
        return code
    }
}
