extension FleetFile {
    /// The runbooks of the example.
    static let runbookExample = """
        runbooks:
          - name: fleet recovery
            steps:
              # A step that passes by itself when its condition holds on its nodes.
              - id: released
                title: all nodes run a released version
                passes: version in releases for 10m
                nodes: [do-ams3]
                # Who confirms it after it passed: a name, 'concurrent' (somebody else, within a
                # minute) or 'independent' (somebody else, five minutes later at the earliest).
                signOff: franck
              # Without id, the step is named after its title: links-are-stable.
              - title: links are stable
                passes: sibling links >= 2 for 10m
                nodes: [do-ams3, gc-us, ac-cn]
                # What it holds back: 'hard' (the end of the incident, nobody lets it through),
                # 'soft' (unless the commander waives it) or 'info' (nothing). Without a gate it
                # holds back the end, and may be left out with a reason.
                gate: hard
              # Just a text is a step that a person ticks.
              - databases recreated, evidence kept
          - name: database recreation of a node
            # 'read-do' locks the order of the steps; 'do-confirm' does not.
            mode: read-do
            steps:
              - id: kept
                title: the database of {node} was copied
                # What is seen when it worked, shown before it is done.
                expect: a copy that opens, and its digest
                # What must be there for it to pass: 'note', or 'required' for a file, a link or
                # the output of a command (step pass kept/do-ams3 --evidence FILE).
                evidence: required
                # One row for each node (each-node) or party (each-party); {node} and {party} stand
                # for its name.
                per: each-node
              - id: recreated
                title: the database of {node} was made anew
                # What the operator runs: the step is of the kind 'command'. The other kinds are
                # 'auto' (with 'passes'), 'manual', 'poll' and 'hold'.
                command: ssh {node} recreate-store
                per: each-node
                # What is lost: it cannot be begun before the steps that it comes after have
                # evidence.
                destroys: the database of {node}
                after: [kept]
                # From 'step start' on it may take so long, and is tried again so often.
                timeout: 10m
                retries: 1
                # What is next when it fails: 'task' or 'rollback'.
                onFail: rollback
              - id: quiet
                title: half an hour of watching
                # Everything waits for so long.
                hold: 30m
              - id: agreed
                title: the parties agree that it is over
                kind: poll
                # How old a tick may become before it no longer counts.
                stale: 4h
        """
}
