import IncidentCore

extension ProbeSession {
    func readLibp2p(_ target: Libp2pTarget) async -> Reading {
        await part("libp2p") { _ throws(ProbeFailure) in
            throw .answered(.other("libp2p is not known yet"))
        }
    }
}
