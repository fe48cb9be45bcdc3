import TestServers
import Glibc
import Testing

struct FleetCommandTests {
    @Test(.timeLimit(.minutes(15)))
    func `the status tells name, verdict, reasons, version, facts and readings with their age`()
        async throws
    {
        try await withSimulatedNodes { nodes, _ in
            let program = try Program()
            try program.write("fleet: sim\n" + nodes)
            let status = try JSON(try await program.good("fleet status --json"))
            #expect(status["fleet"]?.text == "sim")
            #expect(status["at"]?.text?.hasSuffix("Z") == true)
            let all = status["nodes"]?.elements ?? []
            #expect(all.compactMap { $0["name"]?.text } == ["do-ams3", "gc-us-central1-a"])
            for node in all {
                #expect(
                    ["healthy", "degraded"].contains(node["verdict"]?.text ?? ""),
                    "\(node)"
                )
                #expect(node["version"]?.text?.hasPrefix("v0.4") == true)
                #expect(node["facts"]?["peer.id"]?[0]?.text?.hasPrefix("16Uiu2") == true)
                let peers = node["readings"]?["peers"]
                #expect(peers?["value"]?.number != nil)
                #expect(peers?["at"]?.text?.hasSuffix("Z") == true)
                #expect((0..<60).contains(peers?["ageSeconds"]?.number ?? -1))
                if node["verdict"]?.text == "degraded" {
                    #expect(node["reasons"]?.elements.isEmpty == false)
                }
            }
            let table = try await program.good("fleet status")
            #expect(table.hasPrefix("NODE"))
            #expect(table.contains("gc-us-central1-a"))
            #expect(!program.storeExists)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what is wrong with a source is in the table, in the JSON and in the exit code`()
        async throws
    {
        let up = #"[{"metric":{"instance":"a"},"value":[1790000000,"1"]}]"#
        let good = #"{"status":"success","data":{"resultType":"vector","result":\#(up)}}"#
        let bad = #"{"status":"error","errorType":"execution","error":"duplicate series"}"#
        for isBroken in [true, false] {
            try await HookServer.run(
                answer: good,
                but: { isBroken && $0.contains("query=peers") ? bad : nil }
            ) { server in
                let program = try Program()
                let picks = "samples: {peers: peers, memory: up}"
                let source = "{server: '\(server.url(""))', \(picks)}"
                try program.write("fleet: f\nsources:\n  - promql: \(source)\n")
                let line = "source \(server.url("")): peers: "
                let table = try await program.good("fleet status")
                #expect(table.contains(line) == isBroken)
                let status = try JSON(try await program.good("fleet status --json"))
                let source0 = status["sources"]?[0]
                #expect(source0?["server"]?.text == server.url(""))
                #expect(source0?["problems"]?.elements.count == (isBroken ? 1 : 0))
                if isBroken {
                    #expect(source0?["problems"]?[0]?["part"]?.text == "peers")
                    let reason = source0?["problems"]?[0]?["reason"]?.text
                    #expect(reason?.contains("duplicate series") == true)
                }
                let check = try await program.run("fleet check --json")
                #expect(check.status == (isBroken ? 1 : 0))
                #expect(check.errors.contains(line) == isBroken)
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a warning of a source counts where data is missing`() async throws {
        let up = #"[{"metric":{"instance":"a"},"value":[1790000000,"1"]}]"#
        let data = #""data":{"resultType":"vector","result":\#(up)}"#
        let warnings = ["PromQL warning: odd": false, "store down (partial response)": true]
        for (warning, isFault) in warnings {
            let answer = #"{"status":"success","warnings":["\#(warning)"],\#(data)}"#
            try await HookServer.run(answer: answer) { server in
                let program = try Program()
                let source = "{server: '\(server.url(""))', samples: {memory: up}}"
                try program.write("fleet: f\nsources:\n  - promql: \(source)\n")
                let check = try await program.run("fleet check --json")
                #expect(check.status == (isFault ? 1 : 0), "\(check.errors)")
                let problem = try JSON(check.output)["sources"]?[0]?["problems"]?[0]
                #expect(problem?["reason"]?.text == "the server warns: " + warning)
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `one node can be asked for`() async throws {
        try await withSimulatedNodes { nodes, _ in
            let program = try Program()
            try program.write("fleet: sim\n" + nodes)
            let detail = try await program.good("fleet status do-ams3")
            #expect(detail.hasPrefix("do-ams3: "))
            #expect(detail.contains("peer.id"))
            #expect(!detail.contains("gc-us-central1-a: "))
            let json = try JSON(try await program.good("fleet status do-ams3 --json"))
            #expect(json["nodes"]?.elements.count == 1)
            let unknown = try await program.run("fleet status do-ams4")
            #expect(unknown.status == 2)
            #expect(unknown.errors.contains("nodes: do-ams3, gc-us-central1-a"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a rule that can never fire is named without asking any node`() async throws {
        let program = try Program()
        let fleet = "fleet: web\nnodes:\n  - name: a\n    http: http://127.0.0.1:9/\nchecks:\n"
        try program.write(fleet + "  - {name: slow, when: latency > 1s}\n")
        let good = try JSON(try await program.good("fleet check --rules --json"))
        #expect(good.elements.first?["outcome"]?.text == "fires")
        try program.write(fleet + "  - {name: lonely, when: mesh == 0}\n")
        let bad = try await program.run("fleet check --rules")
        #expect(bad.status == 1)
        #expect(bad.output.contains("no probe of a gives 'mesh' (http)"))
        #expect(bad.errors.contains("1 rules can never fire: lonely"))
        let usage = try await program.run("fleet check file.yaml")
        #expect(usage.status == 2)
    }

    @Test(.timeLimit(.minutes(15)))
    func `no rule of the example is accused`() async throws {
        let program = try Program()
        try program.write(try await program.good("config example"))
        let rules = try JSON(try await program.good("fleet check --rules --json"))
        let broken = rules.elements.filter { !["fires", "idle"].contains($0["outcome"]?.text) }
        #expect(broken.isEmpty, "\(broken)")
    }

    @Test(.timeLimit(.minutes(15)))
    func `a check exits 0 when all is well and 1 when a node is not`() async throws {
        try await HookServer.run { server in
            let program = try Program()
            let well = "fleet: web\nnodes:\n  - name: a\n    http: \(server.url("/health"))\n"
            try program.write(well)
            #expect(try await program.run("fleet check").status == 0)
            try program.write(well + "  - name: b\n    http: http://127.0.0.1:1/\n")
            let outcome = try await program.run("fleet check")
            #expect(outcome.status == 1)
            #expect(outcome.errors == "tocsin: 1 of 2 nodes not healthy\n")
            #expect(outcome.output.contains("refused"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a check exits 1 when a party is not served, whatever the nodes say`() async throws {
        try await withSimulatedNodes { nodes, _ in
            let program = try Program()
            try program.write(
                "fleet: sim\n" + nodes
                    + "parties:\n  - name: chat\n    needs: [sibling links >= 1]\n"
            )
            let outcome = try await program.run("fleet check --json")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("not served: chat"))
            let party = try JSON(outcome.output)["parties"]?[0]
            #expect(party?["name"]?.text == "chat")
            #expect(party?["needs"]?.text == "unmet")
            #expect(party?["reading"]?.text?.contains("sibling.links 0") == true)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `watching tells a verdict as soon as it is known and ends with an interrupt`()
        async throws
    {
        try await HookServer.run(status: 500) { server in
            let program = try Program()
            try program.write(
                """
                fleet: web
                poll: {every: 200ms, timeout: 2s}
                nodes:
                  - name: a
                    http: \(server.url("/health"))
                """
            )
            let outcome = try await program.run(
                ["fleet", "watch", "--json"],
                interruptAfterLines: 1
            )
            #expect(outcome.status == 130)
            let change = try JSON.lines(outcome.output)[0]
            #expect(change["type"]?.text == "verdict")
            #expect(change["node"]?.text == "a")
            #expect(change["from"] == nil)
            #expect(change["verdict"]?.text != "healthy")
            #expect(change["reasons"]?[0]?.text?.contains("500") == true)
        }
    }
}

/// `tocsin fleet watch` that is asked to end.
struct FleetWatchEndTests {
    @Test(.timeLimit(.minutes(15)), arguments: [SIGTERM, SIGHUP, SIGINT])
    func `whatever ends the watching, what was told until then is in the history`(
        signal: Int32
    ) async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let note: HookServer.Exception = { _ in
            arrival.yield()
            return nil
        }
        try await HookServer.run(but: note) { server in
            let program = try Program()
            try program.write(
                """
                fleet: web
                poll: {every: 200ms, timeout: 2s}
                nodes:
                  - name: a
                    http: \(server.url("/health"))
                """
            )
            async let ending = program.shell(
                "sh -c 'echo $$ >\(program.folder)/pid; exec $TOCSIN fleet watch' >/dev/null"
            )
            for await _ in arrivals.prefix(6) {}
            kill(try #require(program.number(in: "pid")), signal)
            #expect(try await ending.status == 128 + signal)
            let asked = server.requests.count
            let json = try JSON(try await program.good("fleet history a latency --since 1h --json"))
            // The answer to the last request may have been under way.
            #expect((json["points"]?.elements.count ?? 0) >= asked - 1)
        }
    }
}

struct DrillCommandTests {
    @Test(.timeLimit(.minutes(15)))
    func `the drills are listed with their stories`() async throws {
        let program = try Program()
        let text = try await program.good("drill list")
        let drills = try JSON(try await program.good("drill list --json")).elements
        #expect(drills.count == 2)
        for drill in drills {
            let name = try #require(drill["name"]?.text)
            #expect(text.contains(name))
            #expect(drill["title"]?.text?.isEmpty == false)
            #expect((drill["start"]?.text ?? "") < (drill["end"]?.text ?? ""))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a drill without a screen tells every entry as it happens and leaves nothing`()
        async throws
    {
        let program = try Program()
        let outcome = try await program.run(
            ["drill", "run", "waku-2021-07", "--headless", "--json"],
            interruptAfterLines: 12
        )
        #expect(outcome.status == 130)
        let entries = try JSON.lines(outcome.output)
        #expect(entries.count >= 12)
        #expect(entries.compactMap { $0["sequence"]?.number }.first == 1)
        #expect(entries.allSatisfy { $0["type"]?.text == "entry" })
        #expect(entries.allSatisfy { $0["recordedAt"]?.text?.hasPrefix("2021-07-") == true })
        #expect(outcome.errors.isEmpty)
        #expect(!program.homeExists)
    }
}
