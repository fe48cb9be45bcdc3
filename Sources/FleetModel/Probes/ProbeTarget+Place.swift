package import Primitives

extension Node {
    /// A problem in words.
    ///
    /// Where a node is asked several times in the same way, they name the place:
    /// `http 127.0.0.1:80/ready: HTTP status 404`.
    package func words(for problem: Problem, ofProbe index: Int) -> String {
        let sentence = problem.reason.sentence
        guard probes.indices.contains(index) else { return "\(problem.part): \(sentence)" }
        let target = probes[index].target
        let isAlone = !probes.indices.contains { other in
            other != index && probes[other].target.kind == target.kind
        }
        guard !isAlone, let place = target.place else { return "\(problem.part): \(sentence)" }
        return "\(problem.part) \(place): \(sentence)"
    }
}

extension ProbeTarget {
    /// Where one server is asked, fit to be shown; nil where several are, or none.
    fileprivate var place: String? {
        switch self {
        case .prometheus(let url, _): Self.place(of: url)
        case .http(let target): Self.place(of: target.url)
        case .jsonrpc(let target): Self.place(of: target.url)
        case .promql(let target): Self.place(of: target.server)
        case .tcp(let target): target.address
        case .tls(let target): target.address
        case .dns(let target): "\(target.record.rawValue) \(target.name)"
        case .waku, .substrate, .libp2p, .exec, .log, .config, .sqlite, .heartbeat: nil
        }
    }

    private static func place(of url: String) -> String? {
        guard let address = try? WebAddress(url) else { return nil }
        return address.hostAndPort + address.shownPath
    }
}
