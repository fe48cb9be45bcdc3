extension FleetFile {
    /// A complete commented fleet file, which reads without problems in any environment.
    ///
    /// Lines that begin with `#` and no space, or with `#` and two, are settings that are
    /// switched off because they need secrets; the rest are explanations.
    package static let example = """
        # A fleet file for Tocsin: what you operate, who depends on it, what to do when it breaks.
        # Check it with: tocsin config check FILE
        #
        # Any text may hold "${NAME}", which stands for a variable of the environment; write
        # "$${" for the two characters themselves. Spans are written 500ms, 10s, 2m, 1h30m, 3d.

        # The fleet's name. The only key that must be here.
        fleet: wakuv2.prod

        # How nodes are asked: how often, how long one answer may take, how many at once, and the
        # largest answer over HTTP that is read. A probe may have an 'every', a 'timeout' and a
        # 'limit' of its own.
        poll:
          every: 10s
          timeout: 2s
          concurrency: 64
          limit: 16MiB

        # The built-in detectors need no settings: stall, lag, silent, mesh, churn, storage,
        # restarts, skew, flapping, certificate, leak, backlog and burn are on.
        detectors:
          # Those that are not wanted here.
          off: [flapping]
          # Fewer peers than this are too few; without it each node's usual number counts.
          peersAtLeast: 5
          # From how many days before its end a certificate is worth a signal.
          certificateDays: 21
          # The slot of the chain; without it, it is learned.
          slot: 12s
          # For how long nodes may differ after one of them was started anew.
          rollout: 30m
        # How long every number that the nodes told is kept, beside the log, and how large that file
        # may become. Older numbers are kept as five-minute values for 30 days and as hourly values
        # for a year; when the file is full, the oldest go first.
        history:
          keep: 48h
          size: 500MB

        # The versions that may run here; conditions call them 'releases'.
        releases: [v0.4, v0.5]

        # What several parts share may stand once, here under a name that begins with x-, and be
        # taken over with <<: *NAME, or <<: [*ONE, *TWO]. Keys of one's own count more.
        x-sibling: &sibling
          role: relay

        # The nodes. A node has a name, may have a role, and has one or more ways of being asked:
        # waku, substrate, prometheus, http, jsonrpc, tcp, tls, dns, libp2p, promql, exec, log,
        # config, sqlite, heartbeat. A list under one of them asks several times.
        nodes:
          # A Waku node of any era; give the addresses that it has: rest, rpc, metrics.
          - name: do-ams3
            role: relay
            waku:
              rest: http://127.0.0.1:8645
              rpc: http://127.0.0.1:8545
              metrics: http://127.0.0.1:8008/metrics
            # A libp2p peer of any kind; just its multiaddress, or with more. It is asked once a
            # minute: who it is, what it speaks, and whether it accepts what parties need. With
            # /p2p/ID at the end of the address, another identity that answers is a fault.
            libp2p:
              address: /dns4/node.example.org/tcp/30303
              # The ids to try, when they are others than those that parties need.
              protocols: [/vac/waku/relay/2.0.0, /vac/waku/store/2.0.0-beta3]
              # Behave like this client on a second connection, and say whether it could work.
              client: js-waku 0.8
              # The Waku cluster that the node must belong to.
              cluster: 1
              every: 2m
              timeout: 15s

          # Its siblings: where several Waku nodes tell their peers, the links between them count.
          - <<: *sibling
            name: gc-us
            waku:
              rest: http://127.0.0.2:8645
          - <<: *sibling
            name: ac-cn
            waku:
              rest: http://127.0.0.3:8645

          # A Substrate node; relayRPC and relayMetrics belong to the relay half of a collator.
          - name: col-1
            role: collator
            substrate:
              rpc: http://127.0.0.1:9933
              relayRPC: http://127.0.0.1:9934
              metrics: http://127.0.0.1:9615/metrics
              relayMetrics: http://127.0.0.1:9616/metrics
            # Its configuration: a file, an address or the output of a command, or several. Each
            # key is kept, secrets as a short digest, and a change of one is written in the log.
            # format: flags, env, json, yaml, toml, ini, unit; without it told from name and text,
            # and the fact config.format shows which one was taken, and whether by a guess.
            config:
              sources:
                - /etc/systemd/system/node.service
                - url: http://127.0.0.1:80/config.toml
                - command: [cat, /etc/default/node]
                  format: env
                  name: env
              # Further secrets, and keys that change by themselves; * stands for anything.
              mask: ['*.pin']
              ignore: ['*.uptime']
            # A database file, never written to. checks: quick (all pages), layout, rows.
            sqlite:
              file: /data/store.sqlite3
              checks: [quick, layout, rows]
              tables: [Message, Peer]

          # Any page in the Prometheus text format; metrics gives your names to its series;
          # several that match are added up.
          - name: host-1
            prometheus:
              url: http://127.0.0.1:9100/metrics
              metrics:
                memory.free: node_memory_MemAvailable_bytes
                receive.errors: 'node_network_receive_errs_total{device="eth0"}'
            # A command of this machine; its exit code counts, and what it writes gives metrics.
            exec:
              - /usr/local/bin/check-node
              # With arguments it is a list. No shell reads it; for /bin/sh write shell: "a | b".
              - command: [check_disk, -w, '10%', -c, '5%', -p, /]
                # What stands before its metrics, here disk.exit and disk.root.
                name: disk
                # How its output is read: auto, number, lines (name 1.5), json, nagios, ignored.
                output: nagios
                # The exit codes that mean well.
                ok: [0]
                timeout: 10s
              - command: [node-cli, status]
                directory: /var/lib/node
                # It gets PATH, HOME and the like, and LC_ALL=C.UTF-8; give what it needs else.
                env: {LANG: C}
                # Values out of JSON by RFC 6901 pointers.
                values:
                  sync.height: /sync/0/height
            # A log that is followed from its end, across rotation; just the path, or:
            log:
              - file: /var/log/node.log
                # What its lines are looked through for: nim-waku, substrate, geth, cometbft,
                # bitcoin, monero, ethereum (Reth, Erigon, Lighthouse, Prysm, Nethermind, Besu),
                # and your own.
                # Each gives log.NAME.rate (a minute), log.NAME.total and log.NAME (last line).
                signatures:
                  - nim-waku
                  - name: disk-full
                    matches: 'No space left|ENOSPC'
                    means: the disk is full
                    # Whether one such line makes the node ill; all of them: log.alarms.rate
                    alarm: true
              # The output of a command that goes on for ever; shell, directory and env as above.
              - command: [ssh, col-1, journalctl, -f, -n0, -u, node]
                signatures: [substrate]
            # What must call in again and again, such as a backup, by 'tocsin heartbeat NAME'; just
            # the span (its name is the node's then), or with more.
            heartbeat:
              - every: 1d
                name: backup
                # How late it may be; without it a tenth of the span, at least one minute.
                grace: 2h
                # How urgent it is when it does not call, or calls to say that it failed.
                priority: critical
            # Any address; just the URL, or with the status and the text that are expected.
            http:
              - http://127.0.0.1:80/health
              - url: http://127.0.0.1:80/ready
                status: 204
              # Several statuses may be as expected. A body is posted, as JSON when it looks so;
              # it is never shown, and may hold "${NAME}".
              - url: http://127.0.0.1:80/query
                method: POST
                body: '{"query": "{ status }"}'
                status: [200, 429]
              - url: http://127.0.0.1:80/version
                contains: released
                # Headers are sent with every request of the probe.
                headers:
                  Accept: text/plain
        #          Authorization: "Bearer ${PROBE_TOKEN}"
        # Every probe over HTTP may have a user and a password; with 'digest: true' it is never
        # sent itself (monerod --rpc-login). And authorities trusted besides the system's, and a
        # certificate with its key for servers that want one.
        #      - url: https://127.0.0.1:2379/health
        #        user: ops
        #        password: "${PROBE_PASSWORD}"
        #        authorities: [/etc/ssl/own-root.pem]
        #        certificate: /etc/ssl/client.pem
        #        key: /etc/ssl/client.key

          # Any JSON-RPC server. A family asks what its nodes know: bitcoin, monero, evm.
          - name: btc-1
            jsonrpc:
              url: http://127.0.0.1:8332
              family: bitcoin
              # The file with user:password that the node writes at each start.
              cookie: /var/lib/bitcoin/.cookie
              # Further calls: numbers are kept as samples, texts as facts, by their places in
              # the result (JSON Pointers); '' is the whole, several places are added up.
              calls:
                - method: getmempoolinfo
                  samples:
                    mempool.size: /size
                - method: estimatesmartfee
                  params: [6, ECONOMICAL]
                  samples:
                    fee: /feerate
                  # A refusal is not held against the node.
                  optional: true
            # A JSON page is read in the same way.
            http:
              url: http://127.0.0.1:8222/varz
              samples:
                connections: /connections
              facts:
                varz.version: /version
            # A port; just host:port, or with what is said and what must come back.
            tcp:
              - 127.0.0.1:8333
              - address: 127.0.0.1:6379
                send: "PING\\r\\n"
                expect: +PONG
            # The certificate of a port: certificate.days counts down to its end.
            tls:
              address: 127.0.0.1:443
              # The name that it must be for; authorities are trusted besides the system's.
              name: btc-1.example.org
              authorities: [/etc/ssl/own-root.pem]
              # false: an untrusted or wrongly named certificate is no fault.
              verify: true
              every: 10m
            # What a name stands for: dns.answers counts the records, dns.values lists them. Just
            # the name for its A records, or with more.
            dns:
              - btc-1.example.org
              - name: _p2p._tcp.example.org
                # A, AAAA, CNAME, TXT, MX, SRV, NS, PTR or SOA.
                type: SRV
                # Whom to ask, with a port if it is not 53; without it the system's name servers.
                resolver: 9.9.9.9
                # The values that must come, all of them and no others, in any order.
                expect: [0 5 8333 btc-1.example.org]
                every: 1m
            # A Prometheus-compatible server that scrapes the node.
            promql:
              server: http://127.0.0.1:9090
              up: up{instance="btc-1:9100"}
              samples:
                disk.free: node_filesystem_avail_bytes{instance="btc-1:9100"}
              facts:
                kernel:
                  query: node_uname_info{instance="btc-1:9100"}
                  label: release

        # Servers that tell of many nodes at once: one query a metric, however many nodes. Nodes
        # that appear in the answer are watched from then on; while the server cannot be asked
        # nothing is known of them.
        #sources:
        #  - promql:
        #      server: http://127.0.0.1:9090
        # One series a node, 1 while the server reaches it; the label that names the node, in all
        # queries, and the one that tells what it does.
        #      nodes: up{job="waku"}
        #      name: instance
        #      role: job
        #      samples:
        #        peers: libp2p_peers
        #        memory: process_resident_memory_bytes
        #      facts:
        #        version:
        #          query: waku_version
        #          label: version

        # Everybody who depends on the fleet, with what they need on every node, or on some.
        parties:
          - name: js-waku
            # Short for: needs: [protocols contains "/vac/waku/relay/2.0.0-beta2"]
            needs:
              protocols: [/vac/waku/relay/2.0.0-beta2]
            # The nodes that the party depends on; without it, all of them.
            nodes: [do-ams3, gc-us, ac-cn]
          - name: chat2bridge
            needs: [peers >= 1, sibling links >= 1]
            nodes: [do-ams3, gc-us, ac-cn]
          # A party without needs has its impact recorded by hand.
          - name: exchanges

        # Conditions that raise a signal while they hold. They compare a metric or a fact:
        # < <= > >= == !=, contains "text", in releases, not in ["v0.1"], and, or, for SPAN
        # any(…) min(…) max(…) sum(…) count(…) over the nodes, rate(height.best, 1m), age(lag)
        # Numbers are calculated with + - * / ( ) on both sides; write spaces around a minus. The
        # calculation is made for each node; any(a - b) takes the whole of it, and max(a) - a sets
        # a node against all that are judged together. rate and age take one metric. What lacks a
        # part, or is divided by zero, is not known and never true. 10 % is 0.1 beside a ratio
        # and in a product, and 10 beside what is measured in per cent.
        checks:
          - name: no sibling links
            when: sibling links < 2 for 2m
            # When it is over, if that is more than the opposite of 'when'.
            until: sibling links >= 2 for 5m
            # Judge each node alone (node) or all together (fleet).
            each: node
            # How urgent it is: critical or warning.
            priority: critical
            # What it usually means, for whoever reads it at 3 a.m.
            means: the node is cut off from its own fleet
          - name: not a release
            when: version not in releases for 1m
          - name: few peers in all
            when: sum(peers) < 20 for 5m
            each: fleet
          - name: few of the peers are in the mesh
            when: mesh / peers < 10 % and peers > 20 for 10m
          - name: finality falls behind
            when: height.best - height.finalized > 100 for 5m

        # Checklists to choose from when an incident is declared.
        runbooks:
          - name: fleet recovery
            steps:
              # A step that passes by itself when its condition holds on its nodes.
              - id: released
                title: all nodes run a released version
                passes: version in releases for 10m
                nodes: [do-ams3]
                # Who confirms it after it passed.
                signOff: franck
              # Without id, the step is named after its title: links-are-stable.
              - title: links are stable
                passes: sibling links >= 2 for 10m
                nodes: [do-ams3, gc-us, ac-cn]
              # Just a text is a step that a person ticks.
              - databases recreated, evidence kept

        # Where status updates go. Secrets come from the environment ("${NAME}") or from a file
        # ('@/path/of/a/file'); Tocsin never prints them. Remove the # in front to switch one on.
        \(channelExample)

        # Who watches the watcher: an address that is called while Tocsin polls and judges the
        # fleet, and not when it hangs (healthchecks.io, Dead Man's Snitch, Uptime Kuma and the
        # like). Just the address, or with more; 'method' is GET or POST, 'headers' as in probes.
        #watchdog:
        #  url: "${WATCHDOG_URL}"
        #  method: GET
        #  every: 60s

        # Planned work that comes again every week: what is found meanwhile notifies nobody. Days
        # (or 'day' for each) and the time by the clocks of the zone; without one it is UTC.
        #maintenance:
        #  - every: sunday 02:00 for 2h
        #    zone: UTC
        #    nodes: [host-1]
        #    reason: backups
        """
        + "\n"
}
