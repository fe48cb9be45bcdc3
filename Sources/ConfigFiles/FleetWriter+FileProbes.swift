internal import IncidentCore

extension FleetWriter {
    mutating func write(_ target: ConfigTarget) {
        add(4, "file", target.file)
    }

    mutating func write(_ target: SQLiteTarget) {
        add(4, "file", target.file)
    }
}
