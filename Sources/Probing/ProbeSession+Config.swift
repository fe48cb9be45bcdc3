import IncidentCore

extension ProbeSession {
    func readConfig(_ target: ConfigTarget) async -> Reading {
        await part("config") { _ throws(ProbeFailure) in
            throw .answered(.other("config is not known yet"))
        }
    }
}
