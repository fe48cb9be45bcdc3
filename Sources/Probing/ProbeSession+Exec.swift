import IncidentCore

extension ProbeSession {
    func readExec(_ target: ExecTarget) async -> Reading {
        await part("exec") { _ throws(ProbeFailure) in
            throw .answered(.other("exec is not known yet"))
        }
    }
}
