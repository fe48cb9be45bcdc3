import IncidentCore

extension ProbeSession {
    func readJSONRPC(_ target: JSONRPCTarget) async -> Reading {
        await part("jsonrpc") { _ throws(ProbeFailure) in
            throw .answered(.other("jsonrpc is not known yet"))
        }
    }
}
