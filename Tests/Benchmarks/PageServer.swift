import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Many exporters in one process: a page recorded from node_exporter on as many ports of 127.0.0.1
/// as there are nodes.
final class PageServer: Sendable {
    /// The ports, one for each node.
    let ports: [Int]
    private let listeners: [any Channel]
    private let served: Counter

    /// What an incident tool wants of the page: process and machine in twelve names.
    static let wantedNames = [
        "process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds",
        "process_start_time_seconds", "go_goroutines", "go_memstats_alloc_bytes", "node_load1",
        "node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes", "node_filefd_allocated",
        "node_procs_running", "node_boot_time_seconds",
    ]

    /// Starts this many exporters; mute ones accept connections and never answer.
    static func start(count: Int, isMute: Bool = false) async throws -> PageServer {
        let page = try Files.fixture("node_exporter-1.5.prom")
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            + "Content-Length: \(page.count)\r\n\r\n"
        let answer = isMute ? nil : ByteBuffer(bytes: Array(head.utf8) + page)
        let served = Counter()
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let bootstrap = ServerBootstrap(group: loop)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = PageHandler(answer: answer, served: served)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        var listeners: [any Channel] = []
        for _ in 0..<count {
            listeners.append(try await bootstrap.bind(host: "127.0.0.1", port: 0).get())
        }
        return PageServer(listeners: listeners, served: served)
    }

    private init(listeners: [any Channel], served: Counter) {
        self.listeners = listeners
        self.served = served
        ports = listeners.compactMap { $0.localAddress?.port }
    }

    /// How many pages were asked for so far.
    var servedCount: Int { served.value }

    /// Closes the ports.
    func stop() async {
        for listener in listeners { try? await listener.close().get() }
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add() { count.add(1, ordering: .relaxed) }
}

/// Answers every request, whatever it asks, with the page.
private final class PageHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: ByteBuffer?
    private let served: Counter
    /// How many bytes of the empty line that ends a request were seen.
    private var matched = 0

    init(answer: ByteBuffer?, served: Counter) {
        self.answer = answer
        self.served = served
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            let wanted = matched % 2 == 0 ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
            matched = byte == wanted ? matched + 1 : byte == UInt8(ascii: "\r") ? 1 : 0
            guard matched == 4 else { continue }
            matched = 0
            guard let answer else { continue }
            served.add()
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
