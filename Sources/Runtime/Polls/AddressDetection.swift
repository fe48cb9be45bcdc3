import ConfigFiles
package import FleetModel
import Primitives
import Probing

/// Finds out what answers at given addresses and makes a fleet to start from.
package struct AddressDetection: Sendable {
    /// The fleet of everything that can be watched.
    package let fleet: Fleet
    /// What was found at each address, a line each.
    package let report: [String]

    /// Whether there is anything to watch.
    package var hasFindings: Bool { !fleet.nodes.isEmpty || !fleet.sources.isEmpty }

    /// The first lines of the fleet file written from it.
    package var header: [String] {
        [
            "Written by 'tocsin config detect'. 'tocsin config example' shows all that can be "
                + "said here."
        ]
            + report
    }

    /// Asks every address, each for at most `deadline`.
    package static func run(
        _ addresses: [String],
        name: String,
        deadline: Duration = .seconds(5)
    ) async -> AddressDetection {
        let client = ProbeClient()
        var fleet = Fleet(name: name)
        var found: [DetectedEndpoint] = []
        for address in addresses {
            let endpoint = await EndpointDetector.detect(
                address,
                client: client,
                deadline: deadline
            )
            found.append(endpoint)
            if let target = endpoint.target {
                let probe = ProbeSpec(target: target, access: endpoint.access)
                add(probe, named: endpoint.suggestedName, to: &fleet.nodes)
            }
            if let source = endpoint.source, !fleet.sources.contains(source) {
                fleet.sources.append(source)
            }
        }
        await client.shutdown()
        let places = FleetFile.placeholders(for: fleet)
        return AddressDetection(
            fleet: fleet,
            report: zip(addresses, found).map { address, endpoint in
                shown(address) + ": " + endpoint.words(placeholders: places)
            }
        )
    }

    /// An address fit to be shown: without its password.
    package static func shown(_ address: String) -> String { DetectionAddress(address).shown }

    /// Adds what was found: to the node before it when it is the missing part of that one, else as
    /// a node of its own.
    private static func add(_ probe: ProbeSpec, named name: String, to nodes: inout [Node]) {
        if let last = nodes.last?.probes.first, last.access == probe.access {
            // The same address given twice is one node.
            if last.target == probe.target { return }
            if let joined = last.target.joined(with: probe.target) {
                nodes[nodes.count - 1].probes[0].target = joined
                return
            }
        }
        var id = name
        var count = 2
        while nodes.contains(where: { $0.id.rawValue == id }) {
            id = "\(name)-\(count)"
            count += 1
        }
        nodes.append(Node(id: NodeID(id), probes: [probe]))
    }

    /// Asks every address and writes the fleet file.
    /// - Throws: `FileText.Failure` when there is a file already, when nothing that can be watched
    ///   answers, or when the file cannot be written.
    package static func writeFleetFile(
        for addresses: [String],
        to path: String,
        deadline: Duration = .seconds(5)
    ) async throws {
        guard !FileText.exists(path) else {
            throw FileText.Failure(message: "\(path) is there already and is left as it is")
        }
        let detection = await run(addresses, name: "my-fleet", deadline: deadline)
        guard detection.hasFindings else {
            throw FileText.Failure(message: detection.report.joined(separator: "\n"))
        }
        let text = FleetFile.write(detection.fleet, header: detection.header)
        try FileText.write(text, to: path)
    }
}

extension DetectedEndpoint {
    /// What was found, in words; `placeholders` are the names that stand for secrets in the file.
    fileprivate func words(placeholders: [String: Secret]) -> String {
        var words = what
        if let version {
            var what = "version"
            if case .libp2p = kind { what = "agent" }
            words += ", \(what) \(version)"
        }
        if let place { words += ", at " + ((try? WebAddress(place))?.shown ?? "another place") }
        if let doubt { words += "; " + doubt }
        guard target != nil || source != nil, let secret = access.login?.secret,
            let name = placeholders.first(where: { $0.value == secret })?.key
        else { return words }
        return words + "; the password is not written: the file has ${\(name)} in its place, "
            + "so set \(name) in the environment"
    }

    private var what: String {
        switch kind {
        case .substrate: "Substrate JSON-RPC"
        case .wakuREST: "Waku REST API"
        case .wakuRPC: "Waku JSON-RPC of 2021 to 2023"
        case .family(let family): "JSON-RPC of a node of the \(family.rawValue) family"
        case .prometheusServer: "a Prometheus-compatible server, taken as a source of nodes"
        case .metrics(of: .waku): "metrics of a Waku node"
        case .metrics(of: .substrate): "metrics of a Substrate node"
        case .metrics(of: .other): "a metrics page"
        case .http(let status):
            "HTTP (status \(status)" + (doubt == nil ? ")" : ", is that how it should be?)")
        case .failing(let status, let reason):
            (status < 300
                ? "HTTP, but with status \(status) now"
                : "HTTP, but failing now (\(reason.sentence))")
                + "; status 200 is written as expected, write \(status) if that is right"
        case .rpc(let reason):
            "JSON-RPC that answers no call now (\(reason.sentence)); nothing is written, try later"
        case .libp2p(let peer, let relays):
            "libp2p peer \(peer), "
                + (relays.isEmpty ? "no Waku relay" : "relay \(relays.joined(separator: ", "))")
        case .nothing(let reason): "nothing to watch: \(reason.sentence)"
        }
    }
}

extension WebAccess.Login {
    /// What must not be shown of it.
    fileprivate var secret: Secret? {
        switch self {
        case .password(_, let password), .digest(_, let password): password
        case .cookie: nil
        }
    }
}

extension ProbeTarget {
    /// One Waku node out of two of its parts, given one after the other: same host, no part twice.
    fileprivate func joined(with other: ProbeTarget) -> ProbeTarget? {
        guard case .waku(let own) = self, case .waku(let other) = other,
            own.rest == nil || other.rest == nil, own.rpc == nil || other.rpc == nil,
            own.metrics == nil || other.metrics == nil,
            own.reach.host == other.reach.host
        else { return nil }
        return .waku(
            WakuTarget(
                rest: own.rest ?? other.rest,
                rpc: own.rpc ?? other.rpc,
                metrics: own.metrics ?? other.metrics
            )
        )
    }
}
