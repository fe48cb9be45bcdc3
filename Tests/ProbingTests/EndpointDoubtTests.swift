import Primitives
import FleetModel
import Probing
import Testing

/// Addresses behind which there is less, or at the moment something else, than it seems.
@Suite(.timeLimit(.minutes(15)))
struct EndpointDoubtTests {
    private func detect(
        path: String = "",
        _ script: @escaping ScriptedServer.Script
    ) async throws -> (found: DetectedEndpoint, url: String) {
        try await ScriptedServer.run(script) { server in
            try await withClient { client in
                let found = await EndpointDetector.detect(
                    server.url + path,
                    client: client,
                    deadline: .seconds(60)
                )
                return (found, server.url)
            }
        }
    }

    // MARK: Names that are not those of samples

    @Test(arguments: [
        "node_systemd_unit_state{name=\"waku_node.service\",state=\"active\"} 1\n",
        "container_memory_usage_bytes{name=\"substrate_node_1\"} 5\n",
        "# HELP x compare polkadot_block_height and waku_peers\n# TYPE x gauge\nx 1\n",
        "# HELP substrate_x Nothing yet.\nx 1\n",
    ])
    func `what a page says in labels and comments makes no node of it`(_ page: String)
        async throws
    {
        let (found, url) = try await detect { request in
            request.path == "/metrics" ? .ok(page) : .answer(404, "")
        }
        #expect(found.kind == .metrics(of: .other))
        #expect(found.target == .prometheus(url: url + "/metrics", metrics: []))
    }

    @Test
    func `the picks of a Substrate page have the names of its samples`() async throws {
        let page = """
            # HELP polkadot_block_height Once substrate_block_height.
            {"polkadot_block_height",status="best"} 7

            """
        let (found, _) = try await detect { request in
            request.path == "/metrics" ? .ok(page) : .answer(404, "")
        }
        guard case .prometheus(let target) = found.target else {
            Issue.record("\(found.kind)")
            return
        }
        #expect(target.metrics.first?.series == "polkadot_block_height")
    }

    @Test
    func `a gadget that is only spoken of is not there`() async throws {
        for (line, value) in [
            ("x{name=\"substrate_beefy_best\"} 1", 0.0), ("# HELP substrate_beefy_best B.\nx 1", 0),
            ("polkadot_beefy_best 1", 1),
        ] {
            let observation = try await poll({
                .substrate(rpc: $0, relayRPC: nil, metrics: nil, relayMetrics: $0)
            }) { request in request.method == "POST" ? .close : .ok(line + "\n") }
            #expect(observation[.beefy] == value, "\(line)")
        }
    }

    // MARK: Success that is none

    @Test(arguments: [206, 207, 226, 299])
    func `an odd success is never the norm`(_ status: Int) async throws {
        let (found, url) = try await detect(path: "/eth/v1/node/health") { request in
            request.path == "/eth/v1/node/health" ? .answer(status, "") : .answer(404, "")
        }
        #expect(found.kind == .failing(status: status, .status(status)))
        let target = url + "/eth/v1/node/health"
        #expect(found.target == .http(url: target, status: 200, contains: nil))
    }

    @Test(arguments: [
        ("<html><title>502 Bad Gateway</title>", "its title is '502 Bad Gateway'"),
        ("<title>Maintenance</title>We will be back", "its title is 'Maintenance'"),
        ("<form><input TYPE=\"password\"></form>", "the page asks for a login"),
        ("", "the page is empty"), (" \n", "the page is empty"),
        (#"{"error":"upstream connect error"}"#, "it tells an error: upstream connect error"),
        (#"{"error":{"code":1,"message":"no"}}"#, "it tells an error: no"),
        (#"{"errors":["x"]}"#, #"it tells an error: ["x"]"#),
        (#"{"status":"DOWN"}"#, "its status is 'DOWN'"),
        (#"{"healthy":false}"#, "it says that healthy is false"),
        ("no healthy upstream", "it says 'no healthy upstream'"),
        ("<title>Dashboard 3</title>an error page", nil), ("OK", nil), ("[]", nil),
        (#"{"status":"UP","error":null,"errors":[]}"#, nil), (#"{"error":""}"#, nil),
    ])
    func `a page that speaks of trouble is doubted`(_ body: String, _ doubt: String?)
        async throws
    {
        let (found, _) = try await detect(path: "/page") { request in
            request.path == "/page" && request.method == "GET" ? .ok(body) : .answer(404, "")
        }
        #expect(found.kind == .http(status: 200))
        #expect(found.doubt == doubt)
    }

    @Test
    func `a login that stands before all else is not what is watched`() async throws {
        for path in ["", "/app"] {
            for login in ["/login?next=/", "/door"] {
                let (found, url) = try await detect(path: path) { request in
                    if request.path == login { return .ok("<input type=password>") }
                    return .answer(302, headers: ["Location": login], "")
                }
                #expect(found.target == .http(url: url + path, status: 200, contains: nil))
                #expect(found.doubt == "it asks for a login")
                #expect(found.place == nil)
                guard case .failing(302, .redirected) = found.kind else {
                    Issue.record("\(found.kind)")
                    return
                }
            }
        }
    }

    @Test
    func `where redirects never end the address stays as it was given`() async throws {
        let (found, url) = try await detect(path: "/x") { request in
            .answer(302, headers: ["Location": request.path + "x"], "")
        }
        #expect(found.target == .http(url: url + "/x", status: 200, contains: nil))
        #expect(found.kind == .failing(status: 302, .redirected(to: "/xx")))
    }

    @Test
    func `an error behind a redirect does not become the address`() async throws {
        let (found, url) = try await detect { request in
            request.path == "/"
                ? .answer(302, headers: ["Location": "/down"], "") : .answer(503, "")
        }
        #expect(found.kind == .failing(status: 503, .status(503)))
        #expect(found.target == .http(url: url, status: 200, contains: nil))
    }

    @Test(arguments: [401, 503, 404])
    func `metrics that cannot be read now are told`(_ status: Int) async throws {
        let (found, _) = try await detect { request in
            switch request.path {
            case "/": .ok("<html>exporter")
            case "/metrics": .answer(status, "")
            default: .answer(404, "")
            }
        }
        #expect(found.kind == .http(status: 200))
        let isTold = found.doubt?.hasPrefix("its /metrics cannot be read: ") ?? false
        #expect(isTold == (status != 404))
    }

    // MARK: JSON-RPC that answers nothing now

    private static func refusal(_ code: Int, _ message: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"error":{"code":\#(code),"message":"\#(message)"}}"#
    }

    @Test
    func `a Bitcoin node that is starting is one`() async throws {
        let (found, url) = try await detect { request in
            request.method == "POST"
                ? .answer(500, Self.refusal(-28, "Loading block index…"))
                : .answer(405, "JSONRPC server handles only POST requests")
        }
        #expect(found.target == .jsonrpc(JSONRPCTarget(url: url, family: .bitcoin)))
        #expect(found.doubt == "it is still starting")
    }

    @Test
    func `an EVM node is known by the method it refuses for now`() async throws {
        let (found, url) = try await detect { request in
            guard request.method == "POST" else { return .answer(405, "") }
            return request.body.contains("eth_") || request.body.contains("web3_")
                ? .answer(429, Self.refusal(-32005, "limit exceeded"))
                : .ok(Self.refusal(-32601, "the method does not exist"))
        }
        #expect(found.target == .jsonrpc(JSONRPCTarget(url: url, family: .evm)))
        #expect(found.doubt == "it refuses now: limit exceeded")
    }

    @Test(arguments: [200, 429])
    func `nothing is written of a server that refuses every call for now`(_ status: Int)
        async throws
    {
        let (found, _) = try await detect { request in
            request.method == "POST"
                ? .answer(status, Self.refusal(-32005, "daily request count exceeded"))
                : .ok("ok")
        }
        guard case .rpc(let reason) = found.kind else {
            Issue.record("\(found.kind)")
            return
        }
        #expect(reason.sentence.contains("daily request count exceeded"))
        #expect(found.target == nil)
    }

    @Test
    func `a server that knows no method of ours is any web server`() async throws {
        let (found, _) = try await detect { request in
            request.method == "POST" ? .ok(Self.refusal(-32601, "Method not found")) : .ok("ok")
        }
        #expect(found.kind == .http(status: 200))
    }

    // MARK: Prometheus

    @Test
    func `the page of VictoriaMetrics leads to its API`() async throws {
        let (found, url) = try await detect(path: "/select/0/vmui/") { request in
            request.path == "/select/0/prometheus/api/v1/status/buildinfo"
                ? .ok(#"{"status":"success","data":{"version":"2.24.0"}}"#) : .ok("<html>vmui")
        }
        #expect(found.source?.server == url + "/select/0/prometheus")
    }

    @Test(arguments: ["/api/v1/query?query=1", "/prometheus/api/v1/query?query=1"])
    func `a server is known by its answers that tells nothing of its build`(_ page: String)
        async throws
    {
        let (found, url) = try await detect { request in
            switch request.path {
            case page:
                .ok(#"{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}"#)
            case "/": .ok("<html>Thanos")
            default: .answer(404, "")
            }
        }
        #expect(found.kind == .prometheusServer)
        #expect(found.source?.server == url + (page.hasPrefix("/prometheus") ? "/prometheus" : ""))
        #expect(found.version == nil)
    }
}
