import Primitives
import FleetModel

extension Node {
    /// A node that is watched through its files.
    static let ofFiles = Node(
        id: "files",
        probes: [
            ProbeSpec(
                target: .config(
                    ConfigTarget(
                        sources: [
                            ConfigTarget.Source(.file("/etc/a b.service"), name: "the: unit"),
                            ConfigTarget.Source(.url("http://h/c.toml"), format: .toml),
                            ConfigTarget.Source(
                                .command(CommandSpec(["ssh", "a, b", "- cat"])),
                                format: .env
                            ),
                        ],
                        mask: ["*.pin", "[x]"],
                        ignore: ["*uptime"]
                    )
                ),
                headers: ["X-Two": Secret("y")],
                interval: .seconds(300)
            ),
            ProbeSpec(
                target: .sqlite(SQLiteTarget(file: "/data/store.sqlite3")),
                interval: .seconds(300),
                timeout: .seconds(20)
            ),
            ProbeSpec(
                target: .sqlite(
                    SQLiteTarget(
                        file: "/data/rln.db",
                        name: "rln",
                        checks: [.quick, .rows],
                        tables: ["Message", "a \"b\""]
                    )
                ),
                interval: .seconds(60),
                timeout: .seconds(5)
            ),
            ProbeSpec(
                target: .sqlite(SQLiteTarget(file: "/data/c", name: "c", checks: [])),
                interval: .seconds(60),
                timeout: .seconds(5)
            ),
        ]
    )

    /// A node that must call in.
    static let ofHeartbeats = Node(
        id: "jobs",
        probes: [
            ProbeSpec(target: .heartbeat(HeartbeatTarget(every: .seconds(3600)))),
            ProbeSpec(
                target: .heartbeat(
                    HeartbeatTarget(
                        name: "backup",
                        every: .seconds(86_400),
                        grace: .seconds(7200),
                        priority: .critical
                    )
                )
            ),
        ]
    )

    /// One source of a configuration is written without a list.
    static let ofOneFile = Node(
        id: "one",
        probes: [
            ProbeSpec(
                target: .config(
                    ConfigTarget(sources: [
                        ConfigTarget.Source(
                            .command(
                                CommandSpec(
                                    shell: "cat /x | tr a b",
                                    environment: ["LANG": Secret("C")]
                                )
                            ),
                            name: "n"
                        )
                    ])
                ),
                interval: .seconds(300)
            )
        ]
    )
}
