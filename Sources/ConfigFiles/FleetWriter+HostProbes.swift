internal import IncidentCore

extension FleetWriter {
    mutating func write(_ target: LogTarget) {
        add(4, "file", target.file)
    }

    mutating func write(_ target: ExecTarget) {
        add(4, "command", target.command.joined(separator: " "))
    }
}
