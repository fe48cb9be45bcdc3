/// A certificate with anything in it, signed by nobody (RFC 5280, 4.1).
struct OddCertificate {
    enum Alternative {
        case dns(String)
        case address([UInt8])
        case raw([UInt8])

        fileprivate var der: [UInt8] {
            switch self {
            case .dns(let name): element(0x82, Array(name.utf8))
            case .address(let bytes): element(0x87, bytes)
            case .raw(let bytes): bytes
            }
        }
    }

    /// An encoded name with one attribute.
    struct Name {
        let der: [UInt8]

        static func attribute(_ id: [UInt8], _ tag: UInt8, _ value: [UInt8]) -> Name {
            let pair = element(0x30, element(0x06, id) + element(tag, value))
            return Name(der: element(0x30, element(0x31, pair)))
        }
    }

    var serial: [UInt8] = [1]
    var times = ["250101000000Z", "350101000000Z"]
    var issuer = Name.attribute([0x55, 0x04, 0x03], 0x0C, Array("issuer".utf8))
    var alternatives: [Alternative]

    var der: [UInt8] {
        // ECDSA with SHA-256, and a key on P-256 that is no point.
        let algorithm = element(
            0x30,
            element(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02])
        )
        let key = element(0x30, algorithm + element(0x03, [0, 4, 1, 2, 3]))
        let subject = Name.attribute([0x55, 0x04, 0x03], 0x0C, Array("subject.example".utf8))
        let list = element(0x30, alternatives.flatMap(\.der))
        let item = element(0x30, element(0x06, [0x55, 0x1D, 0x11]) + element(0x04, list))
        let extensions = alternatives.isEmpty ? [] : element(0xA3, element(0x30, item))
        let validity = element(
            0x30,
            times.flatMap { element($0.utf8.count > 13 ? 0x18 : 0x17, Array($0.utf8)) }
        )
        let body =
            element(0xA0, element(0x02, [2])) + element(0x02, serial) + algorithm + issuer.der
            + validity + subject.der + key + extensions
        return element(0x30, element(0x30, body) + algorithm + element(0x03, [0, 1]))
    }
}

/// An element of DER (X.690) with its length.
private func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
    let length = [16, 8, 0].map { UInt8(truncatingIfNeeded: content.count >> $0) }
    return [tag, 0x83] + length + content
}
