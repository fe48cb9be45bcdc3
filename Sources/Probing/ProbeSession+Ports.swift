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

    func readTLS(_ target: TLSTarget) async -> Reading {
        await part("tls") { _ throws(ProbeFailure) in
            throw .answered(.other("tls is not known yet"))
        }
    }
}
