import Glibc

/// A program that scrapes the same pages, when it is installed (Debian: prometheus,
/// victoria-metrics).
enum ScrapePeer: String, CaseIterable {
    case prometheus
    case vmagent

    /// Whether there is one to compare with.
    var isInstalled: Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.split(separator: ":").contains { access("\($0)/\(rawValue)", X_OK) == 0 }
    }

    /// Starts it with its own defaults on these ports of 127.0.0.1, once a second.
    ///
    /// Without `keepsAll` it drops every series but those that Tocsin wants too. What it sends on
    /// goes to the sink.
    func start(
        _ ports: [Int],
        keepsAll: Bool,
        sink: Int,
        in folder: ScratchFolder
    ) throws -> ChildProcess {
        let configuration = folder.file("scrape.yml")
        try Files.write(Self.settings(ports, keepsAll: keepsAll), to: configuration)
        let listens = "127.0.0.1:\(try Self.freePort())"
        let arguments =
            switch self {
            case .prometheus:
                [
                    "--config.file=\(configuration)",
                    "--storage.tsdb.path=\(folder.file("data"))",
                    "--web.listen-address=\(listens)", "--log.level=error",
                ]
            case .vmagent:
                [
                    "-promscrape.config=\(configuration)",
                    "-remoteWrite.url=http://127.0.0.1:\(sink)/",
                    "-remoteWrite.tmpDataPath=\(folder.file("queue"))",
                    "-httpListenAddr=\(listens)", "-loggerLevel=ERROR",
                ]
            }
        return try ChildProcess(rawValue, arguments)
    }

    private static func settings(_ ports: [Int], keepsAll: Bool) -> String {
        let targets = ports.map { "'127.0.0.1:\($0)'" }.joined(separator: ", ")
        var lines = [
            "global:", "  scrape_interval: 1s", "  scrape_timeout: 1s", "scrape_configs:",
            "- job_name: bench", "  static_configs:", "  - targets: [\(targets)]",
        ]
        if !keepsAll {
            let names = PageServer.wantedNames.joined(separator: "|")
            lines += [
                "  metric_relabel_configs:", "  - source_labels: [__name__]",
                "    regex: '\(names)'", "    action: keep",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A port that nobody listened on a moment ago.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchmarkFailure.system("a socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && getsockname(descriptor, address, &size) == 0
            }
        }
        guard isBound else { throw BenchmarkFailure.system("a free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
