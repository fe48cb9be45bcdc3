internal import IncidentCore

extension FleetReader {
    func execProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "exec is not known yet")
        return nil
    }

    func logProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "log is not known yet")
        return nil
    }
}
