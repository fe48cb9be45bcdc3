import Cryptography
import FleetModel
import Primitives
import WebClient

extension ProbeSession {
    /// Connects to a port: one attempt, at the addresses of its host in turn.
    func readTCP(_ target: TCPTarget) async -> PollResult {
        await part("tcp") { reading throws(ProbeFailure) in
            let port = try Self.port(target.address)
            do throws(FailureReason) {
                reading.latency = try await web.talk(
                    to: port,
                    saying: target.send.map { Array($0.utf8) },
                    expecting: target.expect
                )
                reading.isAnswered = true
            } catch {
                guard case .missingText(let text, let instead) = error else {
                    throw .silent(error)
                }
                let shown = instead.map(target.excerpt(of:))
                throw .answered(.missingText(text, instead: shown))
            }
        }
    }

    private static func port(_ address: String) throws(ProbeFailure) -> PortAddress {
        guard let port = PortAddress(address) else {
            throw .silent(.other("the address is not a host and a port"))
        }
        return port
    }

    /// Looks at the certificate of a port.
    func readTLS(_ target: TLSTarget) async -> PollResult {
        await part("tls") { reading throws(ProbeFailure) in
            let port = try Self.port(target.address)
            let report: TLSReport
            do throws(FailureReason) {
                report = try await web.inspectTLS(
                    of: port,
                    as: target.name,
                    trusting: trust
                )
            } catch {
                throw .silent(error)
            }
            reading.isAnswered = true
            reading.latency = report.span
            reading.keep(report)
            if let failure = report.cause(for: target.name), target.isVerified || failure.isOfDates
            {
                reading.fail("tls", .answered(.tls(failure)))
            }
            if let refusal = report.refusal { reading.fail("tls", .answered(refusal)) }
        }
    }
}

extension TCPTarget {
    /// The longest excerpt of an answer, in Unicode scalars.
    private static let excerptLimit = 60
    /// A word that is said alone may be a secret when it is as long as this.
    private static let secretLimit = 8

    /// The first line of another answer than the one wanted, harmless and short, without what was
    /// said: a password may come back.
    fileprivate func excerpt(of answer: String) -> String {
        var text = answer
        for line in (send ?? "").split(whereSeparator: \.isNewline) {
            for (place, word) in line.split(whereSeparator: \.isWhitespace).enumerated()
            where place > 0 || word.utf8.count >= Self.secretLimit {
                text = text.replacing(word, with: "•••")
            }
        }
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let scalars = line.withoutControls.unicodeScalars
        guard scalars.count > Self.excerptLimit else { return String(scalars) }
        return String(String.UnicodeScalarView(scalars.prefix(Self.excerptLimit - 1))) + "…"
    }
}

extension PollResult {
    fileprivate mutating func keep(_ report: TLSReport) {
        let days = report.certificates.map { Double($0.secondsLeft) / 86400 }
        record(.certificateDays, days.first)
        record(.certificateChainDays, days.min())
        record(.tlsVersion, report.version)
        guard let own = report.certificates.first else { return }
        let end = Timestamp(seconds: own.ends)
        record(.certificateExpiry, end.date)
        guard let summary = CertificateSummary(der: own.der) else { return }
        if !summary.names.isEmpty { record(.certificateNames, summary.names) }
        record(.certificateIssuer, summary.issuer)
    }
}

extension TLSReport {
    /// Why the certificates are not accepted, told more closely by what the server sent.
    fileprivate func cause(for name: String?) -> FailureReason.TLSFailure? {
        guard let own = certificates.first, let summary = CertificateSummary(der: own.der) else {
            return distrust
        }
        // For the library a certificate for the IP address is good for any name, too.
        if distrust == nil, let name, !summary.covers(name) { return .wrongName }
        guard distrust == .untrusted else { return distrust }
        if summary.isSelfIssued { return .selfSigned }
        let others = certificates.dropFirst().compactMap { CertificateSummary(der: $0.der) }
        let hasIssuer = others.contains { $0.subjectName == summary.issuerName }
        return hasIssuer ? .untrusted : .incomplete
    }
}

extension FailureReason.TLSFailure {
    /// Whether the dates are wrong, which no trust makes good.
    fileprivate var isOfDates: Bool { self == .expired || self == .notYetValid }
}
