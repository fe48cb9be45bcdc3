import IncidentCore
import Probing
import Testing

/// Finding out what answers at an address.
@Suite(.timeLimit(.minutes(5)))
struct EndpointDetectorTests {
    private func detect(
        path: String = "",
        bare: Bool = false,
        _ script: @escaping ScriptedServer.Script
    ) async throws -> (found: DetectedEndpoint, address: String) {
        try await ScriptedServer.run(script) { server in
            try await withClient { client in
                let address = (bare ? "127.0.0.1:\(server.port)" : server.url) + path
                let found = await EndpointDetector.detect(
                    address,
                    client: client,
                    deadline: .seconds(10)
                )
                return (found, server.url)
            }
        }
    }

    @Test
    func `a Waku node with REST is found from host and port`() async throws {
        let (found, url) = try await detect(bare: true) { request in
            switch request.path {
            case "/health": .ok("{\"nodeHealth\":\"READY\"}")
            case "/debug/v1/info": .ok(WakuRESTProbeTests.info)
            case "/debug/v1/version": .ok("v0.35.1")
            default: WakuRESTProbeTests.wrongPath
            }
        }
        #expect(found.kind == .wakuREST)
        #expect(found.version == "v0.35.1")
        #expect(found.target == .waku(rest: url, rpc: nil, metrics: nil))
        #expect(found.suggestedName == String(url.dropFirst("http://".count)))
    }

    @Test
    func `a Waku node of 2021 is found`() async throws {
        let info = try fixture("jsonrpc-debug-info-2021.json")
        let missing =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\"}}"
        let (found, url) = try await detect { request in
            guard request.method == "POST" else { return .answer(411, "") }
            return .ok(request.body.contains("debug_v1_info") ? info : missing)
        }
        #expect(found.kind == .wakuRPC)
        #expect(found.version == nil)
        #expect(found.target == .waku(rest: nil, rpc: url, metrics: nil))
    }

    @Test
    func `a Substrate node is found`() async throws {
        let (found, url) = try await detect { request in
            guard request.method == "POST" else { return .answer(405, "") }
            let result =
                request.body.contains("system_health")
                ? "{\"peers\":1,\"isSyncing\":false,\"shouldHavePeers\":true}" : "\"3.2.1-ff69d35\""
            return .ok("{\"jsonrpc\":\"2.0\",\"result\":\(result),\"id\":1}")
        }
        #expect(found.kind == .substrate)
        #expect(found.version == "3.2.1-ff69d35")
        #expect(
            found.target
                == .substrate(rpc: url, relayRPC: nil, metrics: nil, relayMetrics: nil)
        )
    }

    struct Page: Sendable {
        var text: String
        var exporter: DetectedEndpoint.Exporter
        var version: String?
        var name: String?
    }

    @Test(arguments: [
        Page(
            text:
                "# TYPE waku_store_errors gauge\nlibp2p_peers 1\n"
                + "waku_version{version=\"v0.20\"} 1\n",
            exporter: .waku,
            version: "v0.20"
        ),
        Page(
            text: "substrate_block_height{status=\"best\"} 1\n"
                + "substrate_build_info{name=\"🦑 jalapeno\",version=\"3.2.1\"} 1\n",
            exporter: .substrate,
            version: "3.2.1",
            name: "🦑 jalapeno"
        ),
        Page(
            text: "node_load1 1\nnode_exporter_build_info{version=\"1.5.0\"} 1\n",
            exporter: .other,
            version: "1.5.0"
        ),
    ])
    func `a metrics page is found with and without its path`(_ page: Page) async throws {
        for path in ["", "/metrics"] {
            let (found, url) = try await detect(path: path) { request in
                // The metrics port of a Waku node has a health page of its own.
                if request.path == "/health" { return .ok("OK") }
                return request.path == "/metrics" && request.method == "GET"
                    ? .ok(page.text) : .answer(404, "Try /metrics")
            }
            #expect(found.kind == .metrics(of: page.exporter))
            #expect(found.version == page.version)
            if let name = page.name { #expect(found.suggestedName == name) }
            switch found.target {
            case .waku(nil, nil, let metrics): #expect(metrics == url + "/metrics")
            case .prometheus(let metrics, _): #expect(metrics == url + "/metrics")
            default: Issue.record("no metrics target")
            }
        }
    }

    @Test
    func `any other web server is found as one`() async throws {
        let (found, url) = try await detect { request in
            request.path == "/" ? .ok("<html>hello") : .answer(404, "no such page")
        }
        #expect(found.kind == .http(status: 200))
        #expect(found.target == .http(url: url, status: 200, contains: nil))
    }

    @Test
    func `a port without a listener is nothing`() async throws {
        try await withClient { client in
            let found = await EndpointDetector.detect(
                "127.0.0.1:1",
                client: client,
                deadline: .seconds(10)
            )
            #expect(found.kind == .nothing(.refused))
            #expect(found.target == nil)
            #expect(found.suggestedName == "127.0.0.1:1")
        }
    }

    @Test
    func `a silent port ends at the deadline`() async throws {
        try await ScriptedServer.run({ _ in .silence }) { server in
            try await withClient { client in
                let found = await EndpointDetector.detect(
                    server.url,
                    client: client,
                    deadline: .milliseconds(200)
                )
                #expect(found.kind == .nothing(.timedOut(after: .milliseconds(200))))
            }
        }
    }

    @Test(
        arguments: [
            ("", .noHost), ("no spaces allowed:1", .badCharacter), ("ftp://x", .notWeb),
            (":9", .noHost),
        ] as [(String, WebAddress.Mistake)]
    )
    func `what is no address is nothing`(
        _ address: String,
        _ mistake: WebAddress.Mistake
    ) async throws {
        try await withClient { client in
            let found = await EndpointDetector.detect(
                address,
                client: client,
                deadline: .seconds(10)
            )
            #expect(found.kind == .nothing(.invalidAddress(mistake)))
        }
    }

    @Test
    func `a Prometheus server becomes a source`() async throws {
        let (found, url) = try await detect { request in
            request.path == "/api/v1/status/buildinfo"
                ? .ok(#"{"status":"success","data":{"version":"2.42.0"}}"#)
                : .answer(404, "404 page not found")
        }
        #expect(found.kind == .prometheusServer)
        #expect(found.version == "2.42.0")
        #expect(found.source?.server == url)
        #expect(found.target == nil)
    }

    @Test(arguments: [JSONRPCTarget.Family.bitcoin, .monero, .evm])
    func `a node of another chain is found`(_ family: JSONRPCTarget.Family) async throws {
        let missing =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\"}}"
        let (found, url) = try await detect { request in
            guard request.method == "POST" else { return .answer(405, "") }
            switch family {
            case .bitcoin:
                return .answer(401, headers: ["WWW-Authenticate": "Basic realm=\"jsonrpc\""], "")
            case .monero:
                guard request.path == "/json_rpc" else { return .answer(404, "") }
                return .ok(#"{"id":1,"result":{"nettype":"mainnet","version":"0.18"}}"#)
            case .evm:
                return .ok(
                    request.body.contains("web3_clientVersion")
                        ? #"{"jsonrpc":"2.0","id":1,"result":"Geth/v1"}"# : missing
                )
            }
        }
        #expect(found.kind == .family(family))
        let page = family == .monero ? url + "/json_rpc" : url
        #expect(found.target == .jsonrpc(JSONRPCTarget(url: page, family: family)))
    }
}
