internal import IncidentCore

extension FleetWriter {
    mutating func write(_ target: JSONRPCTarget) {
        add(4, "url", target.url)
    }

    mutating func write(_ target: TCPTarget) {
        add(4, "address", target.address)
    }

    mutating func write(_ target: TLSTarget) {
        add(4, "address", target.address)
    }

    mutating func write(_ target: PromQLTarget) {
        add(4, "server", target.server)
    }
}
