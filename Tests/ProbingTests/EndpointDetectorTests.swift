import FleetModel
import Primitives
import Probing
import Testing

/// Finding out what answers at an address.
@Suite(.timeLimit(.minutes(15)))
struct EndpointDetectorTests {
    private func detect(
        path: String = "",
        bare: Bool = false,
        login: String = "",
        scheme: String = "http",
        _ script: @escaping ScriptedServer.Script
    ) async throws -> (found: DetectedEndpoint, address: String) {
        try await ScriptedServer.run(script) { server in
            try await withClient { client in
                let start = bare ? "" : scheme + "://"
                let address = start + login + "127.0.0.1:\(server.port)" + path
                let found = await EndpointDetector.detect(
                    address,
                    client: client,
                    deadline: .seconds(60)
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
            case .waku(let waku): #expect(waku == WakuTarget(metrics: url + "/metrics"))
            case .prometheus(let page): #expect(page.url == url + "/metrics")
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
                deadline: .seconds(60)
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
                deadline: .seconds(60)
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

    // MARK: What is no norm

    @Test(arguments: [400, 401, 403, 404, 410, 429, 500, 502, 503, 504, 520])
    func `an error is told and never written as the norm`(_ status: Int) async throws {
        for path in ["", "/some/page", "/page?x=1"] {
            let (found, url) = try await detect(path: path) { _ in
                .answer(status, "<html>Bad Gateway</html>")
            }
            guard case .failing(status, let reason) = found.kind else {
                Issue.record("\(found.kind)")
                return
            }
            #expect(reason.sentence.contains("\(status)"))
            #expect(found.target == .http(url: url + path, status: 200, contains: nil))
        }
    }

    @Test
    func `another server is never asked`() async throws {
        try await ScriptedServer.run({ _ in .ok("process_cpu_seconds_total 1\n") }) { other in
            let target = other.url + "/metrics"
            let (found, url) = try await detect(login: "ops:s3cret@") { _ in
                .answer(302, headers: ["Location": target], "")
            }
            #expect(other.counts.requests.isEmpty)
            #expect(found.kind == .failing(status: 302, .redirected(to: target)))
            #expect(found.target == .http(url: url, status: 200, contains: nil))
        }
    }

    @Test
    func `a success other than 200 is the norm of its page`() async throws {
        let (found, url) = try await detect(path: "/ready") { _ in .answer(204, "") }
        #expect(found.kind == .http(status: 204))
        #expect(found.target == .http(url: url + "/ready", status: 204, contains: nil))
    }

    // MARK: Where an answer lies

    @Test(arguments: [
        ("/prometheus", "/prometheus"), ("/prometheus/", "/prometheus/"),
        ("/select/0/prometheus", "/select/0/prometheus"), ("", "/prometheus"),
        ("", "/select/0/prometheus"), ("/deep/down/graph", "/deep/down"),
        ("/p/api/v1/query?query=up", nil), ("/p/api/v1/query", "/p"),
    ])
    func `a Prometheus server below a path is found`(_ given: String, _ base: String?) async throws
    {
        let root = base.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        let (found, url) = try await detect(path: given) { request in
            request.path == (root ?? "/p") + "/api/v1/status/buildinfo"
                ? .ok(#"{"status":"success","data":{"version":"2.24.0"}}"#)
                : .answer(400, "unsupported path requested")
        }
        #expect(found.source?.server == base.map { url + $0 })
        #expect((found.kind == .prometheusServer) == (base != nil))
    }

    @Test(arguments: ["/metrics/", "metrics/", "HOST/metrics/", "//PORT/metrics/", "x/../metrics/"])
    func `a page that lies elsewhere on the server is written as it lies`(_ location: String)
        async throws
    {
        for path in ["", "/metrics"] {
            let (found, url) = try await detect(path: path) { request in
                switch request.path {
                case "/metrics/": return .ok("process_resident_memory_bytes 1e8\n")
                case "/metrics":
                    let host = request.header("host") ?? ""
                    let place = location.replacing("HOST", with: "http://" + host)
                        .replacing("PORT", with: host)
                    return .answer(307, headers: ["Location": place], "")
                default: return .answer(404, #"{"detail":"Not Found"}"#)
                }
            }
            #expect(found.kind == .metrics(of: .other))
            #expect(found.target == .prometheus(url: url + "/metrics/", metrics: []))
            #expect(found.place == url + "/metrics/")
        }
    }

    @Test
    func `a server that sends from its root to its pages is found there`() async throws {
        let (found, url) = try await detect { request in
            switch request.path {
            case "/": .answer(302, headers: ["Location": "/mon/graph"], "")
            case "/mon/api/v1/status/buildinfo":
                .ok(#"{"status":"success","data":{"version":"2.42.0"}}"#)
            default: .answer(404, "404 page not found")
            }
        }
        #expect(found.source?.server == url + "/mon")
    }

    @Test
    func `a redirect that leads nowhere ends`() async throws {
        let (found, _) = try await detect { _ in .answer(301, headers: ["Location": "/"], "") }
        #expect(found.kind == .failing(status: 301, .redirected(to: "/")))
    }

    @Test
    func `the address of a WebSocket is asked over HTTP`() async throws {
        let (found, url) = try await detect(scheme: "ws") { request in
            guard request.method == "POST" else { return .answer(405, "") }
            let result =
                request.body.contains("system_health")
                ? "{\"peers\":1,\"isSyncing\":false,\"shouldHavePeers\":true}" : "\"1.20.0\""
            return .ok("{\"jsonrpc\":\"2.0\",\"result\":\(result),\"id\":1}")
        }
        #expect(
            found.target
                == .substrate(rpc: url, relayRPC: nil, metrics: nil, relayMetrics: nil)
        )
    }

    // MARK: Credentials

    @Test
    func `a user and a password of the address are said and kept apart`() async throws {
        // A sign that should have been written as %2F, %40 or %3F is taken as it is meant.
        for login in ["ops:s3%63ret-w%2Frd@", "ops:s3cret-w/rd@", "ops:s3cret-w%2frd@"] {
            for isBare in [true, false] {
                let (found, url) = try await detect(bare: isBare, login: login) { request in
                    guard request.header("authorization") == "Basic b3BzOnMzY3JldC13L3Jk" else {
                        return .answer(401, "")
                    }
                    return request.path == "/metrics"
                        ? .ok("a_build_info{version=\"s3cret-w/rd\"} 1\n") : .answer(404, "")
                }
                let wanted = WebAccess.Login.password(user: "ops", Secret("s3cret-w/rd"))
                #expect(found.target == .prometheus(url: url + "/metrics", metrics: []))
                #expect(found.access.login == wanted)
                #expect(!"\(found)".contains("s3cret"))
            }
        }
    }

    @Test
    func `a user alone is a token, which belongs into a header`() async throws {
        let (found, _) = try await detect(login: "t0ken@") { _ in .ok("") }
        #expect(found.kind == .nothing(.invalidAddress(.credentials)))
        let given = ["http://t0ken@host/x", "t0ken@host", "u:p/w@host", "u:p?w@host", "u:p#@host"]
        for text in given {
            let shown = DetectionAddress(text).shown
            #expect(!["t0ken", "p/w", "p?w", "p#"].contains(where: shown.contains), "\(shown)")
        }
    }

    @Test(arguments: ["getblockchaininfo", "eth_blockNumber"])
    func `a node of another chain is found that tells no version`(_ known: String) async throws {
        let results = [
            "getblockchaininfo": #"{"chain":"main","blocks":6}"#, "eth_blockNumber": "\"0x10\"",
        ]
        let (found, url) = try await detect(login: "u:password@") { request in
            guard request.method == "POST", request.body.contains("\"\(known)\"") else {
                let body = #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}"#
                return .answer(request.method == "POST" ? 404 : 405, body)
            }
            return .ok(#"{"jsonrpc":"2.0","id":1,"result":\#(results[known] ?? "")}"#)
        }
        let family = known == "eth_blockNumber" ? JSONRPCTarget.Family.evm : .bitcoin
        #expect(found.target == .jsonrpc(JSONRPCTarget(url: url, family: family)))
    }
}
