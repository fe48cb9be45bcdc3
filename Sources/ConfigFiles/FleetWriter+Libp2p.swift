internal import IncidentCore

extension FleetWriter {
    mutating func write(_ target: Libp2pTarget) {
        add(4, "address", target.address)
    }
}
