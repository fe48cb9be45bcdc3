import IncidentCore

extension ProbeSession {
    func readSQLite(_ target: SQLiteTarget) async -> Reading {
        await part("sqlite") { _ throws(ProbeFailure) in
            throw .answered(.other("sqlite is not known yet"))
        }
    }
}
