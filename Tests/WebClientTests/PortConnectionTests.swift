import Glibc
import Primitives
import NIOCore
import NIOPosix
import Testing

@testable import WebClient

/// Ports of hosts with several addresses.
@Suite(.timeLimit(.minutes(15)))
struct PortConnectionTests {
    /// What a connection to the last of the addresses brings, where the others come first.
    private func talk(
        _ addresses: [SocketAddress],
        deadline: Duration
    ) async throws -> Result<Duration, FailureReason> {
        let requester = WebRequester(for: .polls, bodyLimitBytes: 1000) { _ in addresses }
        defer { requester.shutdown() }
        return await requester.withDeadline(deadline) { session in
            let port = PortAddress(host: "localhost", port: 1)
            return await Self.outcome(session, port)
        }
    }

    private static func outcome(
        _ session: WebSession,
        _ port: PortAddress
    ) async -> Result<Duration, FailureReason> {
        do throws(FailureReason) {
            return .success(try await session.talk(to: port, saying: nil, expecting: nil))
        } catch {
            return .failure(error)
        }
    }

    private func listen() async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton.any())
            .bind(host: "127.0.0.1", port: 0).get()
    }

    @Test func `addresses that refuse are passed over`() async throws {
        let server = try await listen()
        let good = try #require(server.localAddress)
        let port = good.port ?? 0
        let refusing = try (2...4).map { try SocketAddress(ipAddress: "127.0.0.\($0)", port: port) }
        let found = try await talk(refusing + [good], deadline: .seconds(60))
        #expect(throws: Never.self) { try found.get() }
        #expect(try await talk(refusing, deadline: .seconds(60)) == .failure(.refused))
        try await server.close()
    }

    @Test func `an address that is silent leaves time for the others`() async throws {
        let server = try await listen()
        let good = try #require(server.localAddress)
        let crowd = try Crowd()
        let silent = try SocketAddress(ipAddress: "127.0.0.1", port: crowd.port)
        let found = try await talk([silent, good], deadline: .seconds(60))
        #expect(throws: Never.self) { try found.get() }
        crowd.leave()
        try await server.close()
    }
}

/// A port whose queue is full: more connections are neither accepted nor refused.
private struct Crowd {
    let port: Int
    private var sockets: [CInt] = []

    init() throws {
        func socket() -> CInt {
            Glibc.socket(
                AF_INET,
                CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
                0
            )
        }
        let listener = socket()
        sockets.append(listener)
        let free = try SocketAddress(ipAddress: "127.0.0.1", port: 0)
        free.withSockAddr { _ = bind(listener, $0, socklen_t($1)) }
        _ = listen(listener, 0)
        // The port stands behind the family, the high byte first.
        var name = [UInt8](repeating: 0, count: 16)
        var length = socklen_t(name.count)
        name.withUnsafeMutableBytes { bytes in
            guard let start = bytes.bindMemory(to: sockaddr.self).baseAddress else { return }
            _ = getsockname(listener, start, &length)
        }
        port = Int(name[2]) << 8 | Int(name[3])
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: port)
        for _ in 0..<4 {
            let visitor = socket()
            sockets.append(visitor)
            address.withSockAddr { _ = connect(visitor, $0, socklen_t($1)) }
        }
    }

    func leave() {
        for socket in sockets { close(socket) }
    }
}
