internal import IncidentCore

extension FleetReader {
    func jsonrpcProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "jsonrpc is not known yet")
        return nil
    }

    func tcpProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "tcp is not known yet")
        return nil
    }

    func tlsProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "tls is not known yet")
        return nil
    }

    func promqlProbe(_ node: YAMLNode) -> ProbeSpec? {
        reading.error(node.place, "promql is not known yet")
        return nil
    }
}
