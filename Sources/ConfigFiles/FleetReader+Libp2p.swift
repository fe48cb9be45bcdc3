internal import IncidentCore

extension FleetReader {
    func libp2pProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "libp2p is not known yet")
        return nil
    }
}
