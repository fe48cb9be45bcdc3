package import Primitives

/// One item of a checklist.
package struct StepDefinition: Equatable, Sendable {
    /// The step's short name, used on the command line.
    package var id: StepID
    /// What is to be done or seen.
    package var title: String
    /// How it comes to pass.
    package var kind: StepKind
    /// What must hold for the step to pass by itself; nil when nothing is sensed.
    package var condition: String?
    /// The nodes that the condition is evaluated on; empty means all.
    package var nodes: [NodeID]
    /// Who must confirm the step after it passed: a name, or `self`, `concurrent` or
    /// `independent`; nil when nobody must.
    package var signOff: String?
    /// What is seen when it worked, shown before it is done.
    package var expect: String?
    /// The command of the machine that the operator runs.
    package var command: String?
    /// For how long it holds everything up.
    package var hold: Duration?
    /// What must be there for it to pass.
    package var evidence: EvidenceNeed
    /// Whether it is done once, or once for each target.
    package var per: StepRepetition
    /// What it holds back while it is not done; nil for a step that blocks, and that may be left
    /// out with a reason.
    package var gate: StepGate?
    /// How long it may run.
    package var timeout: Duration?
    /// How often it is tried again after it took too long.
    package var retries: Int
    /// How old a tick may become before it no longer counts; nil for any age.
    package var stale: Duration?
    /// What is lost when it is done; nil for nothing.
    package var destroys: String?
    /// The steps that must be done before; what destroys needs their evidence too.
    package var after: [StepID]
    /// What the runbook says is next when it fails.
    package var onFail: StepRemedy?
    /// What this row of a step is about; nil for a step that is done once.
    package var target: StepTarget?

    /// A step, automatic when it has a condition.
    package init(
        id: StepID,
        title: String,
        kind: StepKind? = nil,
        condition: String? = nil,
        nodes: [NodeID] = [],
        signOff: String? = nil,
        expect: String? = nil,
        command: String? = nil,
        hold: Duration? = nil,
        evidence: EvidenceNeed = .none,
        per: StepRepetition = .once,
        gate: StepGate? = nil,
        timeout: Duration? = nil,
        retries: Int = 0,
        stale: Duration? = nil,
        destroys: String? = nil,
        after: [StepID] = [],
        onFail: StepRemedy? = nil,
        target: StepTarget? = nil
    ) {
        self.id = id
        self.title = title
        self.kind = kind ?? Self.usualKind(condition, command, hold)
        self.condition = condition
        self.nodes = nodes
        self.signOff = signOff
        self.expect = expect
        self.command = command
        self.hold = hold
        self.evidence = evidence
        self.per = per
        self.gate = gate
        self.timeout = timeout
        self.retries = retries
        self.stale = stale
        self.destroys = destroys
        self.after = after
        self.onFail = onFail
        self.target = target
    }

    /// The kind of a step that says nothing of it.
    package var usualKind: StepKind { Self.usualKind(condition, command, hold) }

    private static func usualKind(
        _ condition: String?,
        _ command: String?,
        _ hold: Duration?
    ) -> StepKind {
        if hold != nil { return .hold }
        if command != nil { return .command }
        return condition == nil ? .manual : .auto
    }

    /// The step of the runbook that this is, or is a row of.
    package var base: StepID { target?.step ?? id }

    /// Whether it passes by itself.
    package var isSensed: Bool { condition != nil || hold != nil }

    /// How it is confirmed; nil when nobody confirms it.
    package var confirmation: SignOff? { signOff.map(SignOff.init(text:)) }

    /// Who must confirm it beside the one who ticks it, in words; nil when nobody must.
    package var confirmer: String? {
        switch confirmation {
        case .named(let name): name
        case .concurrent, .independent: "somebody else"
        case .own, nil: nil
        }
    }
}

extension StepDefinition: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, title, condition, nodes, signOff, kind, expect, command
        case hold = "holdMilliseconds"
        case evidence, per, gate
        case timeout = "timeoutMilliseconds"
        case retries
        case stale = "staleMilliseconds"
        case destroys, after, onFail, target
    }

    /// Reads a step; what an older Tocsin did not write is as usual.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
            try container.decodeIfPresent(Value.self, forKey: key)
        }
        func span(_ key: CodingKeys) throws -> Duration? {
            let count: Int64? = try value(key)
            return count.map { .milliseconds($0) }
        }
        self.init(
            id: try container.decode(StepID.self, forKey: .id),
            title: try container.decode(String.self, forKey: .title),
            kind: try value(.kind),
            condition: try value(.condition),
            nodes: try container.decode([NodeID].self, forKey: .nodes),
            signOff: try value(.signOff),
            expect: try value(.expect),
            command: try value(.command),
            hold: try span(.hold),
            evidence: try value(.evidence) ?? .none,
            per: try value(.per) ?? .once,
            gate: try value(.gate),
            timeout: try span(.timeout),
            retries: try value(.retries) ?? 0,
            stale: try span(.stale),
            destroys: try value(.destroys),
            after: try value(.after) ?? [],
            onFail: try value(.onFail),
            target: try value(.target)
        )
    }

    /// Writes the step without what is usual, as it was written before.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(title, forKey: .title)
        try container.encodeIfPresent(condition, forKey: .condition)
        try container.encode(nodes, forKey: .nodes)
        try container.encodeIfPresent(signOff, forKey: .signOff)
        if kind != usualKind { try container.encode(kind, forKey: .kind) }
        try container.encodeIfPresent(expect, forKey: .expect)
        try container.encodeIfPresent(command, forKey: .command)
        try container.encodeIfPresent(hold?.milliseconds, forKey: .hold)
        if evidence != .none { try container.encode(evidence, forKey: .evidence) }
        if per != .once { try container.encode(per, forKey: .per) }
        try container.encodeIfPresent(gate, forKey: .gate)
        try container.encodeIfPresent(timeout?.milliseconds, forKey: .timeout)
        if retries != 0 { try container.encode(retries, forKey: .retries) }
        try container.encodeIfPresent(stale?.milliseconds, forKey: .stale)
        try container.encodeIfPresent(destroys, forKey: .destroys)
        if !after.isEmpty { try container.encode(after, forKey: .after) }
        try container.encodeIfPresent(onFail, forKey: .onFail)
        try container.encodeIfPresent(target, forKey: .target)
    }
}
