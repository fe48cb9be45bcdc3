internal import FleetModel
internal import Primitives

/// Runbooks: what is done, in which order, and what must be seen.
extension FleetReader {
    private static let stepKeys = [
        "id", "title", "kind", "passes", "nodes", "signOff", "expect", "command", "hold",
        "evidence", "per", "gate", "timeout", "retries", "stale", "destroys", "after", "onFail",
    ]

    mutating func runbook(_ node: YAMLNode, _ names: inout Names) -> ChecklistDefinition? {
        let keys = ["name", "mode", "steps"]
        guard let fields = fields(node, of: "a runbook", keys) else { return nil }
        let name = name(fields, &names)
        let mode = values.choice(fields.optional("mode"), "mode", of: ChecklistMode.allCases)
        guard let steps = fields.required("steps") else { return nil }
        var ids = StepNames()
        let definitions = list(steps, "steps") { $0.step($1, &ids) }
        let named = ids.named(definitions)
        checkOrder(of: named, ids)
        return name.map {
            ChecklistDefinition(name: $0, mode: mode ?? .doConfirm, steps: named)
        }
    }

    private func step(_ node: YAMLNode, _ ids: inout StepNames) -> StepDefinition? {
        if case .scalar = node.content {
            ids.readCount += 1
            return values.text(node, "a step").map { StepDefinition(id: "", title: $0) }
        }
        guard let fields = fields(node, of: "a step", Self.stepKeys) else { return nil }
        let title = values.text(fields.required("title"), "title")
        let id = fields.optional("id").flatMap { stepID($0, &ids) }
        var step = StepDefinition(
            id: StepID(id ?? ""),
            title: title ?? "",
            kind: values.choice(fields.optional("kind"), "kind", of: StepKind.allCases),
            condition: fields.optional("passes").flatMap {
                values.condition($0, "passes", fleet: surroundings)
            }?.source,
            nodes: chosenNodes(fields),
            signOff: text(fields, "signOff"),
            expect: text(fields, "expect"),
            command: text(fields, "command"),
            hold: values.span(fields.optional("hold"), "hold"),
            evidence: values.choice(
                fields.optional("evidence"),
                "evidence",
                of: EvidenceNeed.allCases
            ) ?? .none,
            per: values.choice(fields.optional("per"), "per", of: StepRepetition.allCases) ?? .once,
            gate: values.choice(fields.optional("gate"), "gate", of: StepGate.allCases),
            timeout: values.span(fields.optional("timeout"), "timeout"),
            retries: values.integer(fields.optional("retries"), "retries", in: 0...100) ?? 0,
            stale: values.span(fields.optional("stale"), "stale"),
            destroys: text(fields, "destroys"),
            onFail: values.choice(fields.optional("onFail"), "onFail", of: StepRemedy.allCases)
        )
        let after = values.texts(fields.optional("after"), "after")
        step.after = after.map { StepID($0.text) }
        ids.references += after.map { (ids.readCount, $0.text, $0.place) }
        ids.readCount += 1
        check(step, fields)
        return title.map { _ in step }
    }

    private func text(_ fields: Fields, _ key: String) -> String? {
        fields.optional(key).flatMap { values.text($0, key) }
    }

    /// What makes no sense together.
    private func check(_ step: StepDefinition, _ fields: Fields) {
        let place = fields.optional("kind")?.place ?? fields.place
        let kind = step.kind.rawValue
        if fields.contains("passes"), fields.contains("hold") {
            reading.error(place, "a step has 'passes' or 'hold', not both")
        } else if step.kind == .auto, !fields.contains("passes") {
            reading.error(place, "a step of kind 'auto' needs 'passes'")
        } else if fields.contains("passes"), step.kind != .auto, step.kind != .command {
            reading.error(
                place,
                "a step of kind '\(kind)' does not check itself; leave out 'kind' or 'passes'"
            )
        } else if fields.contains("hold"), step.kind != .hold {
            reading.error(
                place,
                "a step of kind '\(kind)' does not wait for a time; leave out 'kind' or 'hold'"
            )
        }
        if fields.contains("retries"), !fields.contains("timeout") {
            reading.warn(fields.place, "'retries' has no effect on a step without 'timeout'")
        }
        if !step.nodes.isEmpty, !fields.contains("passes"), step.per == .once {
            reading.warn(fields.place, "'nodes' has no effect on a step without 'passes'")
        }
    }

    /// A step can only wait for one that stands above it: so nothing waits for itself.
    private func checkOrder(of steps: [StepDefinition], _ ids: StepNames) {
        let places = Dictionary(
            steps.enumerated().map { ($1.id.rawValue, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for reference in ids.references {
            guard let place = places[reference.name] else {
                let hint = Suggestion.hint(
                    for: reference.name,
                    among: steps.map(\.id.rawValue),
                    called: "steps"
                )
                reading.error(
                    reference.place,
                    "there is no step \(reference.name.quoted)\(hint)"
                )
                continue
            }
            guard place >= reference.step else { continue }
            reading.error(
                reference.place,
                "'after' must name a step that stands above; \(reference.name.quoted) does not"
            )
        }
    }

    private func stepID(_ node: YAMLNode, _ ids: inout StepNames) -> String? {
        guard let id = values.text(node, "id") else { return nil }
        guard id.isKeyLike else {
            reading.error(
                node.place,
                "'id' must be a short name of letters, digits, '-', '.' and '_'"
            )
            return nil
        }
        ids.given.add(id, at: node.place, reading)
        return id
    }
}

/// The names of the steps of one runbook.
private struct StepNames {
    var given = Names(what: "steps")
    /// How many steps were read.
    var readCount = 0
    /// The steps that others wait for: which one waits, for whom, and where that is said.
    var references: [(step: Int, name: String, place: Place)] = []

    /// The steps, with names made from the titles for those that have none.
    func named(_ steps: [StepDefinition]) -> [StepDefinition] {
        var taken = Set(given.places.keys)
        return steps.map { step in
            guard step.id.rawValue.isEmpty else { return step }
            let base = step.title.stepName
            var name = base
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(base)-\(number)"
                number += 1
            }
            var step = step
            step.id = StepID(name)
            return step
        }
    }
}

extension String {
    /// A name made of the first words of a title, such as `databases-recreated`; at most 30
    /// characters and at least one.
    fileprivate var stepName: String {
        let words = lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var name = words.first.map { String($0.prefix(30)) } ?? "step"
        for word in words.dropFirst() {
            guard name.count + word.count < 30 else { break }
            name += "-" + word
        }
        return name
    }
}
