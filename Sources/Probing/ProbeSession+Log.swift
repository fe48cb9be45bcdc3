import IncidentCore

extension ProbeSession {
    func readLog(_ target: LogTarget) async -> Reading {
        await part("log") { _ throws(ProbeFailure) in
            throw .answered(.other("log is not known yet"))
        }
    }
}
