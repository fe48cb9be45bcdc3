internal import Cryptography

/// The SHA-256 digest of some bytes (FIPS 180-4), in lowercase hexadecimal: 64 characters.
package func sha256Hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * HashFunction.sha256.digestLength)
    for byte in HashFunction.sha256.digest(of: bytes) {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
