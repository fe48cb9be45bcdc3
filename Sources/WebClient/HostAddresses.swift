import Glibc
package import Primitives
package import NIOCore

/// Finds the addresses of a host.
package enum HostAddresses {
    /// Gives the addresses of a port in the order in which they are to be tried.
    typealias Resolve = @Sendable (PortAddress) -> [SocketAddress]

    static let ask: Resolve = { find($0, family: AF_UNSPEC) }

    /// More would leave too little time for each.
    private static let limit = 8

    /// What the system says, in its order (RFC 6724).
    ///
    /// It may take long; none come when it says nothing.
    ///
    /// - Parameter family: `AF_UNSPEC`, or `AF_INET` or `AF_INET6` for one kind of address alone.
    package static func find(_ port: PortAddress, family: CInt) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_family = family
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(port.host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next, found.count < limit {
            next = entry.pointee.ai_next
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                entry.pointee.ai_addr,
                entry.pointee.ai_addrlen,
                &name,
                socklen_t(name.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            let end = name.firstIndex(of: 0) ?? name.endIndex
            let text = String(decoding: name[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self)
            if status == 0, let place = try? SocketAddress(ipAddress: text, port: port.port),
                !found.contains(place)
            {
                found.append(place)
            }
        }
        return found
    }
}
