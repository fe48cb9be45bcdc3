import IncidentCore
import WebClient
import WireFormats

extension ProbeSession {
    /// Connects to a port: one attempt at one address.
    func readTCP(_ target: TCPTarget) async -> Reading {
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
                if case .missingText = error { throw .answered(error) }
                throw .silent(error)
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
    func readTLS(_ target: TLSTarget) async -> Reading {
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

extension Reading {
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
