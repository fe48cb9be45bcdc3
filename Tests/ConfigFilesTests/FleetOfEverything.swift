import Primitives
import FleetModel
import Testing

extension Fleet {
    /// A fleet with everything that a file can say, in texts that are hard to write.
    static func everything() throws -> Fleet {
        Fleet(
            name: "it's: a #fleet",
            nodes: [
                crowdedNode, .ofPages, .ofPeers, .ofPorts, .ofCalls, .ofFiles, .ofOneFile,
                .ofHeartbeats, try .ofCommands(),
            ],
            sources: [
                FleetSource(server: "http://p/"),
                FleetSource(
                    server: "http://q/prom",
                    nodes: "up{job=\"waku: #1\"}",
                    nameLabel: "node",
                    roleLabel: "role",
                    keptLabels: ["region", "a: b"],
                    picks: Node.queries,
                    headers: ["Authorization": Secret("Bearer x")],
                    interval: .seconds(30),
                    timeout: .seconds(5),
                    bodyLimitBytes: 1 << 30
                ),
            ],
            parties: [
                Party(
                    id: "js-waku",
                    needs: [
                        try Condition(parsing: "protocols contains \"/vac/waku/relay/2.0.0\""),
                        try Condition(parsing: "peers >= 1"),
                    ],
                    nodes: [crowdedNode.id, Node.ofPorts.id]
                ), Party(id: "~"),
            ],
            releases: ["v0.4", "1.0", "true"],
            checks: [
                Check(
                    name: "few",
                    condition: try Condition(parsing: "sum(peers) < 20 for 90s"),
                    scope: .fleet,
                    priority: .critical,
                    meaning: "- cut off, 'really' \"so\"",
                    clears: try Condition(parsing: "sum(peers) >= 30 for 5m")
                ),
                Check(
                    name: "old",
                    condition: try Condition(parsing: "version not in [\"v0.1\", 'v0.2']")
                ),
            ],
            runbooks: [
                ChecklistDefinition(
                    name: "recovery",
                    steps: [
                        StepDefinition(
                            id: "released",
                            title: "all released",
                            condition: "version in releases for 10m",
                            nodes: ["null", "1.10"],
                            signOff: "franck"
                        ), StepDefinition(id: "kept", title: "* kept [x]"),
                    ]
                ), ChecklistDefinition(name: "empty", steps: []), .everything,
            ],
            channels: channels,
            polling: Polling(
                interval: .milliseconds(1500),
                timeout: .seconds(90),
                concurrency: 3,
                bodyLimitBytes: 64_000_001
            ),
            detectors: DetectorSettings(
                off: [.flapping, .churn],
                peersAtLeast: 7,
                certificateDays: 30,
                slot: .milliseconds(12_500),
                rollout: .seconds(7200)
            ),
            history: HistorySettings(keep: .seconds(90_000), sizeBytes: 7_000_000),
            maintenance: [
                RecurringMaintenance(
                    every: try #require(WeeklySpan(text: "monday, friday 22:05 for 90m")),
                    nodes: ["null"],
                    reason: "back ups: all"
                )
            ],
            watchdog: Watchdog(
                url: Secret("https://watch.example/ping?x=1"),
                method: .post,
                headers: ["X-Watch": Secret("yes")],
                every: .seconds(90)
            )
        )
    }

    private static let crowdedNode = Node(
        id: "null",
        role: "relay: yes",
        labels: ["region": "fra1", "yes": "no: #1", "1.10": "${X}"],
        probes: [
            ProbeSpec(
                target: .waku(rest: "http://a:1/", rpc: nil, metrics: "http://a:2/metrics"),
                headers: ["Authorization": Secret("Bearer x"), "X-Two": Secret("y")]
            ),
            ProbeSpec(target: .waku(rest: nil, rpc: "http://a:3/", metrics: nil)),
            ProbeSpec(
                target: .substrate(
                    rpc: "http://b/",
                    relayRPC: "http://c/",
                    metrics: nil,
                    relayMetrics: "http://d/"
                )
            ),
        ]
    )

    private static let channels = [
        ChannelSpec(
            id: "ops",
            service: .of(DiscordKind.self, ["discord": Secret("https://d/1")]),
            signals: .warning,
            remind: .seconds(900),
            escalate: .seconds(1800)
        ),
        ChannelSpec(
            id: "room",
            service: .of(
                MatrixKind.self,
                [
                    "homeserver": Secret("https://m/"),
                    "room": Secret("!a:b"),
                    "token": Secret("t"),
                ]
            )
        ),
        ChannelSpec(
            id: "hook",
            service: .of(
                WebhookKind.self,
                ["url": Secret("https://h/"), "secret": Secret(webhookSecret)]
            )
        ),
    ]
}

extension Node {
    fileprivate static let ofPeers = Node(
        id: "peers",
        probes: [
            ProbeSpec(target: .libp2p(Libp2pTarget(address: "/ip4/127.0.0.1/tcp/30303"))),
            ProbeSpec(
                target: .libp2p(
                    Libp2pTarget(
                        address: "/dns4/a.example/tcp/443/wss",
                        protocols: ["/a: b/1", "/vac/waku/relay/2.0.0"],
                        client: .init(
                            name: "mine: 1",
                            protocols: ["/a/1"],
                            muxers: ["/mplex/6.7.0"]
                        ),
                        cluster: .max
                    )
                ),
                interval: .seconds(120),
                timeout: .seconds(20)
            ),
            ProbeSpec(
                target: .libp2p(
                    Libp2pTarget(
                        address: "/ip6/::1/tcp/1/tls/sni/x.example/ws",
                        client: .init(name: "js-waku 0.8"),
                        cluster: 0
                    )
                )
            ),
        ]
    )

    fileprivate static let ofPages = Node(
        id: "1.10",
        probes: [
            ProbeSpec(
                target: .prometheus(
                    url: "http://e/",
                    metrics: [
                        MetricPick(
                            name: "errors",
                            series: "errs_total",
                            labels: ["a": "x\"y\\z", "b": "1"]
                        ),
                        MetricPick(name: "disk.free", series: "node:free"),
                    ]
                ),
                headers: ["Authorization": Secret("Bearer x")]
            ),
            ProbeSpec(target: .http(url: "http://f/", status: 200, contains: nil)),
            ProbeSpec(
                target: .http(url: "http://g/", status: 503, contains: "a ${HOME} $${X} $ {b}")
            ),
        ]
    )
}

extension Node {
    fileprivate static let queries = QueryPicks(
        samples: [SampleQuery(.peers, "sum by (node) (libp2p_peers{a!~\"b|'c'\"})")],
        facts: [FactQuery(.version, "build_info", label: "version")]
    )

    fileprivate static let ofPorts = Node(
        id: "ports",
        probes: [
            ProbeSpec(target: .tcp(TCPTarget(address: "[::1]:30303")), interval: .seconds(60)),
            ProbeSpec(
                target: .tcp(TCPTarget(address: "a:1", send: "PING\r\n\0", expect: "+PONG: #"))
            ),
            ProbeSpec(target: .tls(TLSTarget(address: "a:443"))),
            ProbeSpec(
                target: .tls(
                    TLSTarget(
                        address: "10.0.0.1:443",
                        name: "node.example.org",
                        isVerified: false
                    )
                ),
                access: WebAccess(authorities: ["/etc/a: b.pem", "c.pem"]),
                timeout: .seconds(3)
            ),
            ProbeSpec(
                target: .promql(
                    PromQLTarget(server: "http://p/", up: "up{a=\"1\"}", picks: queries)
                ),
                headers: ["X-Two": Secret("y")],
                access: WebAccess(
                    login: .digest(user: "u", Secret("pässword")),
                    authorities: ["/ca.pem"],
                    identity: WebAccess.Identity(certificate: "/a b.pem", key: "/k: y.pem")
                )
            ),
        ]
    )

    fileprivate static let ofCalls = Node(
        id: "calls",
        probes: [
            ProbeSpec(
                target: .jsonrpc(
                    JSONRPCTarget(
                        url: "http://a:8332/",
                        family: .bitcoin,
                        calls: [
                            JSONRPCTarget.Call("getmempoolinfo"),
                            JSONRPCTarget.Call(
                                "any: thing",
                                parameters: #"["0x0", 1, -2.5e3, "2", true, null, "it's \"${A}\""#
                                    + #"\\ \u000a", {"a: b": [], "c": {}}, "true"]"#,
                                picks: JSONPicks(
                                    samples: [
                                        JSONPick("a.b", "/x/0/~1y~0"),
                                        JSONPick("c", "", "/a b/# c"),
                                    ],
                                    facts: [JSONPick("d", "")]
                                ),
                                isOptional: true
                            ),
                        ]
                    )
                ),
                access: WebAccess(login: .password(user: "it's me", Secret("s3cret")))
            ),
            ProbeSpec(
                target: .jsonrpc(
                    JSONRPCTarget(
                        url: "http://a/",
                        family: .monero
                    )
                ),
                access: WebAccess(login: .cookie(file: "/a b/.cookie"))
            ),
            ProbeSpec(
                target: .dns(
                    DNSTarget(
                        name: "_a.example.org",
                        record: .txt,
                        resolver: "[::1]:5353",
                        expected: ["a: b", "c"]
                    )
                ),
                interval: .seconds(60)
            ),
            ProbeSpec(target: .dns(DNSTarget(name: "b.example.org"))),
            ProbeSpec(
                target: .http(
                    HTTPTarget(
                        url: "http://p/",
                        statuses: [200, 429],
                        contains: "ok",
                        method: .put,
                        body: Secret("{\"a\": 1}\n")
                    )
                )
            ),
            ProbeSpec(
                target: .http(
                    url: "http://g/",
                    status: 200,
                    contains: nil,
                    picks: JSONPicks(
                        samples: [JSONPick("a", "/a")],
                        facts: [JSONPick("b", "/b")]
                    )
                )
            ),
        ]
    )

    /// A node that is watched through its own machine.
    fileprivate static func ofCommands() throws -> Node {
        Node(
            id: "host: 1",
            probes: [
                ProbeSpec(target: .exec(ExecTarget(command: CommandSpec(["/bin/check it"])))),
                ProbeSpec(
                    target: .exec(
                        ExecTarget(
                            command: CommandSpec(
                                ["check", "", "-w", "10%", "a\nb", "${X}", "#"],
                                directory: "/var/lib: x",
                                environment: ["LANG": Secret("C"), "PGPASSWORD": Secret("x y")]
                            ),
                            name: "disk",
                            okCodes: [0, 1],
                            output: .nagios
                        )
                    ),
                    interval: .seconds(60)
                ),
                ProbeSpec(
                    target: .exec(
                        ExecTarget(
                            command: CommandSpec(shell: "df | awk '{print $1}'\necho \"$HOME\""),
                            output: .json,
                            values: [
                                ValuePick(name: "height", pointer: "/a b/0/~1x"),
                                ValuePick(name: "all", pointer: ""),
                            ]
                        )
                    ),
                    timeout: .seconds(5)
                ),
                ProbeSpec(target: .log(LogTarget(source: .file("/var/log/a b: c.log")))),
                ProbeSpec(
                    target: .log(
                        LogTarget(
                            source: .command(CommandSpec(["journalctl", "-fu", "node"])),
                            sets: [.substrate, .nimWaku],
                            signatures: [
                                LogSignature(
                                    name: "disk-full",
                                    pattern: try LinePattern(parsing: "No: 'space' #1|\\d"),
                                    meaning: "- it's \"full\"",
                                    isAlarm: true
                                ),
                                LogSignature(
                                    name: "x",
                                    pattern: try LinePattern(parsing: "(?i)a ${Y}")
                                ),
                            ]
                        )
                    ),
                    interval: .seconds(30)
                ),
            ]
        )
    }
}
