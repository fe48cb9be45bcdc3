import IncidentCore

extension ProbeSession {
    func readPromQL(_ target: PromQLTarget) async -> Reading {
        await part("promql") { _ throws(ProbeFailure) in
            throw .answered(.other("promql is not known yet"))
        }
    }
}
