import FleetModel
import Primitives
import Probing
import Testing

/// Answers as Litecoin Core 0.21, monerod 0.18 and geth give them.
struct JSONRPCProbeTests {
    private func target(
        _ family: JSONRPCTarget.Family? = nil,
        calls: [JSONRPCTarget.Call] = []
    ) -> @Sendable (String) -> ProbeTarget {
        { .jsonrpc(JSONRPCTarget(url: $0, family: family, calls: calls)) }
    }

    private static let bitcoinBatch = """
        [{"result":{"chain":"main","blocks":6,"headers":9,"initialblockdownload":false},\
        "error":null,"id":1},\
        {"result":{"subversion":"/LitecoinCore:0.21.2.1/","connections":1,"warnings":""},\
        "error":null,"id":2},\
        {"result":"530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9",\
        "error":null,"id":3}]

        """

    @Test func `a Bitcoin node is read by the name of its family`() async throws {
        let login = WebAccess.Login.password(user: "centre", Secret("s3cret"))
        let observation = try await poll(
            target(.bitcoin),
            access: WebAccess(login: login)
        ) { request in
            request.header("authorization") == "Basic Y2VudHJlOnMzY3JldA=="
                ? .ok(Self.bitcoinBatch) : .answer(401, "")
        }
        #expect(observation.problems == [])
        #expect(observation[.heightBest] == 6)
        #expect(observation[.heightTarget] == 9)
        #expect(observation[.peers] == 1)
        #expect(observation[.syncing] == 0)
        #expect(observation[.chain] == ["main"])
        #expect(observation[.version] == ["LitecoinCore:0.21.2.1"])
        #expect(observation[.genesis]?.first?.hasPrefix("530827f3") == true)
        #expect(observation[.warnings] == nil)
    }

    @Test func `a refused password is told`() async throws {
        let observation = try await poll(target(.bitcoin)) { _ in .answer(401, "") }
        #expect(observation.reasons == [.unauthorised(status: 401)])
        #expect(observation.latency != nil)
    }

    @Test func `a server that sends the password back does not spread it`() async throws {
        let login = WebAccess.Login.password(user: "u", Secret("correct-horse"))
        let call = JSONRPCTarget.Call(
            "echo",
            picks: JSONPicks(facts: [JSONPick("echo", "")])
        )
        let observation = try await poll(
            target(calls: [call]),
            access: WebAccess(login: login)
        ) { _ in
            .ok(#"{"id":1,"result":"it is correct-horse, or dTpjb3JyZWN0LWhvcnNl"}"#)
        }
        #expect(observation["echo"]?.first?.contains("correct-horse") == false)
    }

    @Test func `a cookie file that is not there is named`() async throws {
        let login = WebAccess.Login.cookie(file: "/nonexistent/.cookie")
        let observation = try await poll(
            target(.bitcoin),
            access: WebAccess(login: login)
        ) { _ in .ok("[]") }
        let reason = "the cookie file /nonexistent/.cookie cannot be read"
        #expect(observation.reasons == [.other(reason)])
    }

    @Test func `a node that is still starting says so once`() async throws {
        let refusal = #"{"code":-28,"message":"Loading block index…"}"#
        let observation = try await poll(target(.bitcoin)) { request in
            .answer(500, #"{"result":null,"error":\#(refusal),"id":1}"#)
        }
        #expect(observation.reasons == [.initialising])
    }

    /// monerod knows no batches, and counts blocks rather than numbering them.
    @Test func `a Monero node is asked one call at a time`() async throws {
        let observation = try await poll(target(.monero)) { request in
            if request.body.hasPrefix("[") {
                return .ok(#"{"error":{"code":-32600,"message":"Invalid Request"},"id":0}"#)
            }
            return .ok(
                request.body.contains("get_info")
                    ? #"""
                    {"id":1,"jsonrpc":"2.0","result":{"height":101,"target_height":120,
                    "incoming_connections_count":2,"outgoing_connections_count":8,
                    "busy_syncing":true,"synchronized":false,"nettype":"mainnet",
                    "version":"0.18.0.0"}}
                    """# : #"{"id":2,"jsonrpc":"2.0","result":"418015bb"}"#
            )
        }
        #expect(observation.problems == [])
        #expect(observation[.heightBest] == 100)
        #expect(observation[.heightTarget] == 119)
        #expect(observation[.peers] == 10)
        #expect(observation[.syncing] == 1)
        #expect(observation[.version] == ["0.18.0.0"])
        #expect(observation[.genesis] == ["418015bb"])
    }

    @Test(
        arguments: [
            // A restricted port hides its peers behind zeros.
            (
                #""height":101,"incoming_connections_count":0,"outgoing_connections_count":0,"#
                    + #""version":"","restricted":true"#, 100, nil
            ),
            (
                #""height":101,"incoming_connections_count":0,"outgoing_connections_count":0,"#
                    + #""version":"0.18","restricted":false"#, 100, 0
            ),
            // The height of the bootstrap daemon is another's.
            (
                #""height":3000000,"height_without_bootstrap":1000,"untrusted":true,"#
                    + #""incoming_connections_count":1,"outgoing_connections_count":2"#, 999, 3
            ),
        ] as [(String, Double, Double?)]
    )
    func `what a Monero node does not tell of itself is not taken for its own`(
        _ info: String,
        _ height: Double,
        _ peers: Double?
    ) async throws {
        let observation = try await poll(target(.monero)) { request in
            request.body.contains("get_info")
                ? .ok(#"{"id":1,"jsonrpc":"2.0","result":{\#(info)}}"#)
                : .ok(#"{"id":2,"jsonrpc":"2.0","result":"418015bb"}"#)
        }
        #expect(observation[.heightBest] == height)
        #expect(observation[.peers] == peers)
        #expect(observation.problems.allSatisfy { !$0.isFault })
    }

    @Test func `a height below zero is none`() async throws {
        let observation = try await poll(target(.bitcoin)) { _ in
            .ok(
                Self.bitcoinBatch.replacing(#""headers":9"#, with: #""headers":-1"#)
            )
        }
        #expect(observation[.heightTarget] == nil)
        #expect(observation[.heightBest] == 6)
    }

    private static func evm(syncing: String) -> String {
        """
        [{"jsonrpc":"2.0","id":5,"result":"0x1"},{"jsonrpc":"2.0","id":1,"result":"0x12d687"},\
        {"jsonrpc":"2.0","id":2,"result":\(syncing)},\
        {"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"the method is not available"}},\
        {"jsonrpc":"2.0","id":4,"result":"Geth/v1.13.0"},\
        {"jsonrpc":"2.0","id":6,"result":{"hash":"0xd4e56740"}}]
        """
    }

    @Test func `an EVM node writes its numbers in hexadecimal`() async throws {
        let observation = try await poll(target(.evm)) { _ in .ok(Self.evm(syncing: "false")) }
        #expect(observation[.heightBest] == 1_234_567)
        #expect(observation[.syncing] == 0)
        #expect(observation[.chain] == ["1"])
        #expect(observation[.version] == ["Geth/v1.13.0"])
        #expect(observation[.genesis] == ["0xd4e56740"])
        #expect(observation.problems.map(\.part) == ["net_peerCount"])
        #expect(observation.problems.allSatisfy { !$0.isFault })
    }

    @Test func `a flag that is written as a text is one, and a target of nothing is none`()
        async throws
    {
        let calm = try await poll(target(.evm)) { _ in .ok(Self.evm(syncing: #""false""#)) }
        #expect(calm[.syncing] == 0)
        let early = try await poll(target(.evm)) { _ in
            .ok(Self.evm(syncing: #"{"currentBlock":"0x0","highestBlock":"0x0"}"#))
        }
        #expect(early[.syncing] == 1)
        #expect(early[.heightTarget] == nil)
    }

    @Test func `an EVM node that catches up names its target`() async throws {
        let observation = try await poll(target(.evm)) { _ in
            .ok(Self.evm(syncing: #"{"currentBlock":"0x10","highestBlock":"0x20"}"#))
        }
        #expect(observation[.syncing] == 1)
        #expect(observation[.heightTarget] == 32)
    }

    @Test func `own calls keep what their pointers name, and say what is not there`() async throws {
        let call = JSONRPCTarget.Call(
            "stats",
            parameters: #"{"verbose": true}"#,
            picks: JSONPicks(
                samples: [
                    JSONPick("queue", "/queue/0", "/queue/1"), JSONPick("gone", "/gone"),
                    JSONPick("word", "/word"), JSONPick("unknown", "/unknown"),
                ],
                facts: [JSONPick("word", "/word")]
            )
        )
        let observation = try await poll(target(calls: [call])) { request in
            request.body.contains(#""params":{"verbose":true}"#)
                ? .ok(#"{"id":1,"result":{"queue":[2,"3"],"word":"w\u001b[2J","unknown":null}}"#)
                : .answer(400, "")
        }
        #expect(observation["queue" as MetricName] == 5)
        #expect(observation["word" as FactName] == ["w\u{FFFD}[2J"])
        #expect(
            observation.problems.map(\.reason.sentence) == [
                "unexpected answer: gone: expected a number at /gone, got nothing",
                "unexpected answer: word: expected a number at /word, "
                    + "got the text \"w\u{FFFD}[2J\"", "unknown is null",
            ]
        )
    }

    @Test(arguments: [
        ("{}", "JSON-RPC response"),
        ("[[]]", "JSON-RPC response"), (String(repeating: "[", count: 100_000), "nested"),
        (#"{"jsonrpc":"2.0","id":7,"result":1}"#, "the answer to another call, 7 instead of 1"),
    ])
    func `JSON that is no answer to the call is described`(_ body: String, _ words: String)
        async throws
    {
        let observation = try await poll(target(calls: [JSONRPCTarget.Call("a")])) { _ in .ok(body)
        }
        let sentence = try #require(observation.reasons.first).sentence
        #expect(sentence.hasPrefix("unexpected answer: "))
        #expect(sentence.contains(words))
    }

    @Test(arguments: ["<html>", "", "OK"])
    func `a port that speaks otherwise is told`(_ body: String) async throws {
        let observation = try await poll(target(.evm)) { _ in .ok(body) }
        #expect(observation.reasons == [.wrongAPI("the port answers, but not as JSON-RPC")])
    }

    @Test func `an endless answer ends at the limit`() async throws {
        let observation = try await poll(target(.bitcoin), bodyLimit: 100_000) { _ in .endless }
        let advice = "'limit' in the fleet file allows more"
        #expect(observation.reasons == [.tooLarge(limitBytes: 100_000, advice: advice)])
    }

    @Test func `a JSON page keeps what its pointers name`() async throws {
        let picks = JSONPicks(
            samples: [JSONPick("connections", "/connections")],
            facts: [JSONPick(.version, "/version")]
        )
        let observation = try await poll({
            .http(url: $0, status: 200, contains: nil, picks: picks)
        }) { _ in
            .ok(#"{"connections":7,"version":"2.9.10"}"#)
        }
        #expect(observation["connections" as MetricName] == 7)
        #expect(observation[.version] == ["2.9.10"])
        #expect(observation.problems == [])
    }

    // MARK: What many nodes of a family lack

    private static func refusal(_ id: Int) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":-32601,"message":"no such method"}}"#
    }

    /// As Zebra answers, which has no headers, no initialblockdownload and no old getnetworkinfo.
    @Test func `a Bitcoin node that knows its height and little else is well`() async throws {
        let observation = try await poll(target(.bitcoin)) { _ in
            .ok(
                """
                [{"id":1,"result":{"chain":"main","blocks":3100000,"initialblockdownload":null}},\
                \(Self.refusal(2)),{"id":3,"result":null}]
                """
            )
        }
        #expect(observation[.heightBest] == 3_100_000)
        #expect(observation[.chain] == ["main"])
        #expect(observation[.syncing] == nil)
        #expect(observation.problems.filter(\.isFault) == [])
        let notes = observation.problems.map { "\($0.part): \($0.reason.sentence)" }
        #expect(notes.contains("getblockchaininfo: does not tell height.target, syncing"))
        #expect(notes.contains("getblockhash: does not tell genesis"))
    }

    /// As reth answered for blocks it does not keep; geth refuses with the code 4444.
    @Test func `an EVM node without old history is well`() async throws {
        let observation = try await poll(target(.evm)) { _ in
            .ok(
                """
                [{"id":1,"result":"0x15f9b20"},{"id":2,"result":null},{"id":3,"result":null},\
                {"id":4,"result":7},{"id":5,"result":null},{"id":6,"result":null}]
                """
            )
        }
        #expect(observation[.heightBest] == 23_042_848)
        #expect(observation[.syncing] == nil, "null is no answer of either kind")
        #expect(observation.problems.filter(\.isFault) == [])
    }

    @Test(arguments: [JSONRPCTarget.Family.bitcoin, .monero, .evm])
    func `the height is told by every node of a family`(_ family: JSONRPCTarget.Family)
        async throws
    {
        for answer in [#""result":null"#, #""result":{"blocks":null,"height":null}"#] {
            let observation = try await poll(target(family)) { request in
                let count = request.body.count(where: { $0 == "{" })
                let others = (2...max(2, count)).map { #"{"id":\#($0),"result":{}}"# }
                let all = [#"{"id":1,\#(answer)}"#] + others
                return request.body.hasPrefix("[")
                    ? .ok("[\(all.joined(separator: ","))]") : .answer(405, "")
            }
            let faults = observation.problems.filter(\.isFault)
            #expect(faults.count == 1, "\(faults)")
            #expect(faults.first?.reason.sentence.contains("height.best") == true)
        }
    }

    @Test func `a gateway that refuses single methods with a page is no fault`() async throws {
        let observation = try await poll(target(.evm)) { request in
            if request.body.contains("eth_blockNumber"), !request.body.hasPrefix("[") {
                return .ok(#"{"jsonrpc":"2.0","id":1,"result":"0x10"}"#)
            }
            return .answer(403, "<html>method not allowed</html>")
        }
        #expect(observation[.heightBest] == nil, "a refusal of all calls is one of the server")
        #expect(observation.reasons.map(\.sentence) == ["not authorised (HTTP 403)"])
        let single = try await poll(target(.evm)) { request in
            if request.body.hasPrefix("[") { return .answer(400, "no batches") }
            return request.body.contains("eth_blockNumber")
                ? .ok(#"{"jsonrpc":"2.0","id":1,"result":"0x10"}"#)
                : .answer(403, "<html>method not allowed</html>")
        }
        #expect(single[.heightBest] == 16)
        #expect(single.problems.filter(\.isFault) == [])
        #expect(single.problems.count == 5)
    }

    @Test func `a page instead of the first answer leaves the others standing`() async throws {
        let observation = try await poll(target(.evm)) { request in
            if request.body.hasPrefix("[") { return .answer(400, "no batches") }
            if request.body.contains("eth_blockNumber") {
                return .answer(403, "<html>method not allowed</html>")
            }
            let id = request.body.firstRange(of: "\"id\":").map { range in
                request.body[range.upperBound...].prefix { $0.isNumber }
            }
            return .ok(#"{"jsonrpc":"2.0","id":\#(id ?? "0"),"result":"0x19"}"#)
        }
        #expect(observation[.peers] == 25)
        #expect(observation[.chain] == ["25"])
        let faults = observation.problems.filter(\.isFault)
        #expect(faults.map(\.part) == ["eth_blockNumber"])
        #expect(faults.map(\.reason) == [.unauthorised(status: 403)])
    }

    @Test(arguments: [401, 429, 503])
    func `a server that answers nothing is one fault`(_ status: Int) async throws {
        try await ScriptedServer.run({ request in
            request.body.hasPrefix("[") ? .answer(400, "no batches") : .answer(status, "<html>")
        }) { server in
            let observation = try await withClient { await $0.poll(target(.evm)(server.url)) }
            #expect(observation.problems.count == 1)
            #expect(observation.problems.first?.part == "jsonrpc")
            // What is refused for want of a password, or for haste, is not asked on.
            #expect(server.counts.requests.count == (status == 503 ? 7 : 2))
        }
    }

    @Test func `an optional call may know nothing`() async throws {
        let picks = JSONPicks(samples: [JSONPick("a", "/a")], facts: [JSONPick("b", "/b/c")])
        for (isOptional, faults) in [(true, 0), (false, 2)] {
            let call = JSONRPCTarget.Call("stats", picks: picks, isOptional: isOptional)
            let observation = try await poll(target(calls: [call])) { _ in
                .ok(#"{"id":1,"result":null}"#)
            }
            #expect(observation.problems.count(where: \.isFault) == faults)
        }
    }
}
