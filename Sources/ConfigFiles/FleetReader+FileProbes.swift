internal import IncidentCore

extension FleetReader {
    func configProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "config is not known yet")
        return nil
    }

    func sqliteProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "sqlite is not known yet")
        return nil
    }
}
