import CCrypto

/// What an X.509 certificate (RFC 5280) says of whom it is for and who signed it.
///
/// Nothing is verified here.
package struct CertificateSummary: Sendable, Equatable {
    /// The names and IP addresses that it is for, in its own order; of old certificates without
    /// such a list the common name.
    package let names: [String]
    /// Who signed it, in a few words: organisation and common name.
    package let issuer: String
    /// The encoded name of the issuer, to find its certificate in a chain.
    package let issuerName: [UInt8]
    /// The encoded name of the subject.
    package let subjectName: [UInt8]
    private let der: [UInt8]

    /// Reads a certificate; nil for bytes that are none.
    package init?(der: [UInt8]) {
        var parts = Parts()
        let isRead = withUnsafeMutablePointer(to: &parts) { parts in
            cc_certificate_read(der, der.count, parts) { context, part, bytes, count in
                context?.assumingMemoryBound(to: Parts.self).pointee
                    .take(part, UnsafeBufferPointer(start: bytes, count: count))
            }
        }
        guard isRead == 1 else { return nil }
        self.der = der
        names = parts.listed.isEmpty ? parts.commonName.map { [$0] } ?? [] : parts.listed
        issuer = [parts.issuerOrganisation, parts.issuerCommonName].compactMap { $0 }
            .joined(separator: ", ")
        issuerName = parts.issuer
        subjectName = parts.subject
    }

    /// Whether subject and issuer are the same, as in certificates that sign themselves.
    package var isSelfIssued: Bool { issuerName == subjectName }

    /// Whether the certificate is for a host by its name or its IP address: a `*` stands for one
    /// label in front (RFC 6125, 6.4).
    package func covers(_ name: String) -> Bool {
        let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
        guard !bare.isEmpty, !bare.utf8.contains(0) else { return false }
        return cc_certificate_covers(der, der.count, bare) == 1
    }
}

/// The parts of a certificate, as they are told.
private struct Parts {
    var listed: [String] = []
    var commonName: String?
    var issuerOrganisation: String?
    var issuerCommonName: String?
    var issuer: [UInt8] = []
    var subject: [UInt8] = []

    /// How many names are kept at most.
    private static let nameLimit = 100
    /// The longest name of DNS has 253 bytes (RFC 1035).
    private static let longestName = 253

    mutating func take(_ part: cc_certificate_part, _ bytes: UnsafeBufferPointer<UInt8>) {
        switch part {
        case CC_ISSUER_ORGANISATION: issuerOrganisation = Self.text(bytes)
        case CC_ISSUER_COMMON_NAME: issuerCommonName = Self.text(bytes)
        case CC_SUBJECT_COMMON_NAME: commonName = Self.text(bytes)
        case CC_DNS_NAME: list(Self.text(bytes))
        case CC_IP_ADDRESS: list(Self.address(bytes))
        case CC_ISSUER: issuer = Array(bytes)
        case CC_SUBJECT: subject = Array(bytes)
        default: break
        }
    }

    private mutating func list(_ name: String?) {
        if let name, listed.count < Self.nameLimit { listed.append(name) }
    }

    private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes.prefix(longestName), as: UTF8.self)
    }

    private static func address(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        switch bytes.count {
        case 4: bytes.map(String.init).joined(separator: ".")
        case 16:
            stride(from: 0, to: 16, by: 2)
                .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
                .joined(separator: ":")
        default: nil
        }
    }
}
