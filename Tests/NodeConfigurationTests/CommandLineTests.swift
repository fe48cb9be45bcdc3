import FleetModel
import Testing

/// Command lines, variables and unit files: the ways in which nodes are told what to do.
struct CommandLineTests {
    @Test func `the flags of a command line are keys`() {
        #expect(
            lines(
                "/usr/bin/wakunode2 --relay=true --rpc-port 8545 --store -v --topics /a --topics /b",
                .flags
            )
                == [
                    "-v = true", "command = /usr/bin/wakunode2", "relay = true", "rpc-port = 8545",
                    "store = true", "topics = [/a, /b]",
                ]
        )
    }

    @Test func `a parachain node has a relay half behind two dashes`() {
        let text = """
            manta --chain calamari --ws-port 9144 \\
              -- --chain kusama --ws-port=9145 # the relay half
            """
        #expect(
            lines(text, .flags) == [
                "chain = calamari", "command = manta", "relay.chain = kusama",
                "relay.ws-port = 9145", "ws-port = 9144",
            ]
        )
    }

    @Test func `the arguments of a process are read as the kernel shows them`() {
        #expect(
            lines("geth\0--http\0--http.api\0eth,net web3\0attach\0", name: "/proc/1/cmdline")
                == [
                    "\"http.api\" = eth,net web3", "arguments = [attach]", "command = geth",
                    "http = true",
                ]
        )
    }

    @Test func `a value that begins with a dash and a digit is a number`() {
        #expect(
            lines("x --nice -5 --level=-1", .flags) == ["command = x", "level = -1", "nice = -5"]
        )
    }

    @Test func `quotes and backslashes are those of a shell`() {
        #expect(
            lines("x --a 'b c' --d \"e \\\"f\\\" \\n\" --g h\\ i", .flags)
                == ["a = b c", "command = x", "d = e \"f\" \\n", "g = h i"]
        )
        #expect(
            lines("x --a 'b \\\n --c d", .flags) == [
                "a = 'b", "c = d", "command = x",
                "? line 1: a text in quotes has no closing quote; the quote is taken for a letter",
            ]
        )
    }

    @Test func `a variable that holds flags is split into them`() {
        #expect(
            lines("ARGS=\"--chain calamari --port 30333\"\nOTHER=-", .env)
                == ["ARGS.chain = calamari", "ARGS.port = 30333", "OTHER = -"]
        )
    }

    private static let unit = """
        [Unit]
        Description=Calamari collator
        After=network.target
        [Service]
        User=manta
        Environment="RUST_LOG=info" NAME=a
        LimitNOFILE=4096
        ExecStart=/usr/bin/manta --chain /usr/share/substrate/calamari.json \\
          # a comment in between
          --base-path /var/lib/substrate -- \\
          --chain kusama
        RestartSec=120
        ; old
        [Install]
        WantedBy=multi-user.target
        """

    @Test func `a unit file is split into flags and variables`() {
        #expect(
            lines(Self.unit, name: "calamari.service") == [
                "Install.WantedBy = multi-user.target",
                "Service.Environment.NAME = a",
                "Service.Environment.RUST_LOG = info",
                "Service.ExecStart.base-path = /var/lib/substrate",
                "Service.ExecStart.chain = /usr/share/substrate/calamari.json",
                "Service.ExecStart.command = /usr/bin/manta",
                "Service.ExecStart.relay.chain = kusama",
                "Service.LimitNOFILE = 4096",
                "Service.RestartSec = 120",
                "Service.User = manta",
                "Unit.After = network.target",
                "Unit.Description = Calamari collator",
            ]
        )
    }

    @Test func `drop-ins count as systemd counts them`() {
        let found = lines(
            Self.unit,
            .unit,
            additions: [
                "[Service]\nLimitNOFILE=8192\nEnvironment=RUST_LOG=debug\n[Unit]\nAfter=time.target",
                "[Service]\nExecStart=\nExecStart=/usr/bin/manta --chain dolphin",
            ]
        )
        #expect(found.contains("Service.LimitNOFILE = 8192"))
        #expect(found.contains("Service.Environment.RUST_LOG = debug"))
        #expect(found.contains("Service.Environment.NAME = a"))
        #expect(found.contains("Unit.After = [network.target, time.target]"))
        #expect(
            found.filter { $0.hasPrefix("Service.ExecStart") } == [
                "Service.ExecStart.chain = dolphin", "Service.ExecStart.command = /usr/bin/manta",
            ]
        )
    }

    @Test func `the flags of a variable go with it when a drop-in replaces it`() {
        #expect(
            lines(
                "[Service]\nEnvironment=\"ARGS=--a 1 --b\" X=1",
                .unit,
                additions: ["[Service]\nEnvironment=\"ARGS=--c\" X=2"]
            ) == ["Service.Environment.ARGS.c = true", "Service.Environment.X = 2"]
        )
    }

    @Test func `several commands of a unit have a number each`() {
        #expect(
            lines("[Service]\nExecStartPre=/bin/a --x\nExecStartPre=/bin/b", .unit) == [
                "Service.ExecStartPre.0.command = /bin/a", "Service.ExecStartPre.0.x = true",
                "Service.ExecStartPre.1.command = /bin/b",
            ]
        )
    }

    @Test func `an odd line of a unit is left out, and what is set twice stays twice`() {
        let text = """
            [Service]
            what
            ExecStart=/a --x "1
            Environment=A=1 B=2
            Environment=A=3 alone
            RestartSec=1
            RestartSec=2
            [Install
            WantedBy=a.target
            """
        let twice = "all values are kept, the last counts"
        #expect(
            lines(text, .unit, additions: ["[Service]\nRestartSec=3\nNice", "[Service]\nNice=1"])
                == [
                    "Install.WantedBy = a.target", "Service.Environment.A = [1, 3]",
                    "Service.Environment.B = 2", "Service.ExecStart.command = /a",
                    "Service.ExecStart.x = \"1", "Service.Nice = 1", "Service.RestartSec = 3",
                    "? line 3 of drop-in file 1: expected [Section] or Setting=value; "
                        + "this line is left out",
                    "? line 2: expected [Section] or Setting=value; this line is left out",
                    "? line 3: a text in quotes has no closing quote; the quote is taken for a letter",
                    "? line 7: this setting is given again; \(twice)",
                    "? line 8: expected [Section]",
                    "? 2 more places are odd",
                ]
        )
        #expect(
            lines("[Service]\nUser=a\nUser=b", .unit)
                == ["Service.User = [a, b]", "? line 3: this setting is given again; \(twice)"]
        )
        #expect(
            lines("[Service]\nwhat", .unit) == [
                "! line 2: expected [Section] or Setting=value; this line is left out"
            ]
        )
    }
}
