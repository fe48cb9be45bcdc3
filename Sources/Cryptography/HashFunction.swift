import CCrypto

/// The hash functions that the log, the identities of peers and servers' challenges are made with.
package enum HashFunction {
    /// FIPS 180-4.
    case sha256
    /// FIPS 180-4; only for protocols that fix it, such as the opening of a WebSocket (RFC 6455).
    case sha1
    /// RFC 1321; only for protocols that fix it, such as HTTP digest authentication (RFC 7616).
    case md5

    /// The length of a digest in bytes.
    package var digestLength: Int {
        switch self {
        case .sha256: 32
        case .sha1: 20
        case .md5: 16
        }
    }

    /// The digest of some bytes.
    package func digest(of bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: digestLength) { digest, count in
            guard let start = digest.baseAddress else { return }
            switch self {
            case .sha256: cc_sha256(bytes, bytes.count, start)
            case .sha1: cc_sha1(bytes, bytes.count, start)
            case .md5: cc_md5(bytes, bytes.count, start)
            }
            count = digestLength
        }
    }
}
