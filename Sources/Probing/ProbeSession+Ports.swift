import IncidentCore

extension ProbeSession {
    func readTCP(_ target: TCPTarget) async -> Reading {
        await part("tcp") { _ throws(ProbeFailure) in
            throw .answered(.other("tcp is not known yet"))
        }
    }

    func readTLS(_ target: TLSTarget) async -> Reading {
        await part("tls") { _ throws(ProbeFailure) in
            throw .answered(.other("tls is not known yet"))
        }
    }
}
