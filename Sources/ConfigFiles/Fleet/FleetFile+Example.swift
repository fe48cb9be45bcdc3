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

        # The built-in detectors need no settings; these are on:
        # \(detectorLines)
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

        # The nodes. A node has a name, may have a role and labels, by which the screen groups
        # nodes, and has one or more ways of being asked:
        # \(probeKeyLines) A list under one of them asks several times.
        nodes:
          # A Waku node of any era; give the addresses that it has: rest, rpc, metrics.
          - name: do-ams3
            role: relay
            # Any names and values; beyond 200 nodes the screen groups them by 'region'.
            labels: {region: ams3, provider: digitalocean}
            \(probeExamples[0])

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
            \(probeExamples[1])

          # Any page in the Prometheus text format; metrics gives your names to its series;
          # several that match are added up.
          - name: host-1
            \(probeExamples[2])
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
            \(probeExamples[3])

        # Servers that tell of many nodes at once: one query a metric, however many nodes. Nodes
        # that appear in the answer are watched from then on; while the server cannot be asked
        # nothing is known of them.
        #sources:
        #  - promql:
        #      server: http://127.0.0.1:9090
        # One series a node, 1 while the server reaches it; the label that names the node, in all
        # queries, the one that tells what it does, and those that nodes keep as their labels.
        #      nodes: up{job="waku"}
        #      name: instance
        #      role: job
        #      labels: [region]
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

        # Checklists to choose from when an incident is declared, and to take over later.
        \(runbookExample)

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
