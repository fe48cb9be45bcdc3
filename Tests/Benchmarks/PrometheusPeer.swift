import Glibc

/// Prometheus on the same pages, when it is installed (Debian: prometheus).
enum PrometheusPeer {
    /// Whether there is one to compare with.
    static var isInstalled: Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.split(separator: ":").contains { access("\($0)/prometheus", X_OK) == 0 }
    }

    /// Starts it with its own defaults on these ports of 127.0.0.1, once a second.
    ///
    /// Without `keepsAll` it drops every series but those that Tocsin wants too.
    static func start(
        _ ports: [Int],
        keepsAll: Bool,
        in folder: ScratchFolder
    ) throws -> ChildProcess {
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
        let configuration = folder.file("prometheus.yml")
        try Files.write(lines.joined(separator: "\n") + "\n", to: configuration)
        return try ChildProcess(
            "prometheus",
            [
                "--config.file=\(configuration)", "--storage.tsdb.path=\(folder.file("data"))",
                "--web.listen-address=127.0.0.1:\(try freePort())", "--log.level=error",
            ]
        )
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
