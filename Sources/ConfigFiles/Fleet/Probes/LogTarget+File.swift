internal import FleetModel
internal import Primitives

extension LogTarget: FileProbe {
    static let example = """
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
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.logProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    func logProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return logPath(node, "log").map {
                ProbeSpec(target: .log(LogTarget(source: .file($0))))
            }
        }
        let keys = ["file", "signatures"] + Self.commandKeys + ["every", "timeout"]
        guard let fields = fields(node, of: "log", keys), let source = logSource(fields) else {
            return nil
        }
        var target = LogTarget(source: source)
        readSignatures(fields.optional("signatures"), into: &target)
        return spec(fields, .log(target))
    }

    private func logSource(_ fields: Fields) -> LogTarget.Source? {
        let given = ["file", "command", "shell"].filter(fields.contains)
        guard given.count == 1 else {
            reading.error(fields.place, "log needs exactly one of: file, command, shell")
            return nil
        }
        guard given == ["file"] else {
            return command(fields, of: "log").map { .command($0) }
        }
        for key in ["directory", "env"] where fields.contains(key) {
            reading.error(fields.place, "'\(key)' belongs to a command; this log is a file")
        }
        return fields.required("file").flatMap { logPath($0, "file") }.map { .file($0) }
    }

    private func logPath(_ node: YAMLNode, _ key: String) -> String? {
        guard let path = values.text(node, key) else { return nil }
        guard path.hasPrefix("/") else {
            reading.error(node.place, "'\(key)' must be a path that begins with '/'")
            return nil
        }
        return path
    }

    /// Reads names of embedded sets and signatures of one's own.
    private func readSignatures(_ node: YAMLNode?, into target: inout LogTarget) {
        guard let node else { return }
        var places: [String: Place] = [:]
        guard case .list(let items) = node.content else {
            if let set = signatureSet(node) { target.sets = [set] }
            return
        }
        for item in items where reading.visit(item.place) {
            guard case .map = item.content else {
                guard let set = signatureSet(item), !target.sets.contains(set) else { continue }
                target.sets.append(set)
                for signature in set.signatures { places[signature.name] = item.place }
                continue
            }
            guard let signature = signature(item) else { continue }
            if let first = places[signature.name] {
                reading.error(
                    item.place,
                    "two signatures are named \(signature.name.quoted); the first is in line "
                        + "\(first.line)"
                )
            } else {
                places[signature.name] = item.place
                target.signatures.append(signature)
            }
        }
    }

    private func signatureSet(_ node: YAMLNode) -> LogSignatureSet? {
        guard let name = values.value(node, "signatures") else { return nil }
        if let set = LogSignatureSet(rawValue: name.text) { return set }
        let known = LogSignatureSet.allCases.map(\.rawValue)
        let hint = Suggestion.hint(for: name.text, among: known, called: "sets")
        reading.error(name.place, "there is no set of signatures \(name.quoted)\(hint)")
        return nil
    }

    private func signature(_ node: YAMLNode) -> LogSignature? {
        let keys = ["name", "matches", "means", "alarm"]
        guard let fields = fields(node, of: "a signature", keys) else { return nil }
        let name = fields.required("name").flatMap { word($0, "name") }
        let pattern = pattern(fields.required("matches"))
        let meaning = fields.optional("means").flatMap { values.text($0, "means") }
        let alarm = fields.optional("alarm").flatMap { values.choice($0, "alarm", of: YesNo.all) }
        guard let name, let pattern else { return nil }
        guard !Self.takenNames.contains(name) else {
            reading.error(
                fields.place,
                "a signature cannot be named \(name.quoted), for log.\(name) has a meaning already"
            )
            return nil
        }
        return LogSignature(
            name: name,
            pattern: pattern,
            meaning: meaning,
            isAlarm: alarm == .yes
        )
    }

    /// The words behind `log.` that belong to no signature.
    private static let takenNames = [
        "lines", "alarms", "age", "skipped", "restarts", "best", "finalized", "peers", "informant",
        "relay", "version", "release",
    ]

    private enum YesNo: String {
        case yes = "true"
        case no = "false"

        static let all = [yes, no]
    }

    private func pattern(_ node: YAMLNode?) -> LinePattern? {
        guard let value = values.value(node, "matches") else { return nil }
        do throws(LinePatternError) {
            return try LinePattern(parsing: value.text)
        } catch {
            reading.error(values.place(ofCharacter: error.offset, in: value), error.message)
            return nil
        }
    }
}

extension FleetWriter {
    mutating func write(_ target: LogTarget) {
        switch target.source {
        case .file(let path): add(4, "file", path)
        case .command(let command): write(command: command)
        }
        guard !target.sets.isEmpty || !target.signatures.isEmpty else { return }
        add(line: "signatures:", 4)
        for set in target.sets { add(line: "- " + set.rawValue, 5) }
        for signature in target.signatures {
            add(5, "- name", signature.name)
            add(6, "matches", signature.pattern.source)
            add(6, "means", signature.meaning)
            if signature.isAlarm { add(line: "alarm: true", 6) }
        }
    }
}
