import FleetModel
import IncidentLog
import Primitives

/// Writes what was collected of an incident, for one audience, as Markdown.
struct ReviewWriter {
    let facts: ReviewCollector
    let audience: Audience
    /// What is not told, and how often that was.
    private(set) var mask: TextMask
    private let nodeNames: [NodeID: String]
    private let roles: [String: String]

    var incident: IncidentState { facts.incident }
    var isPublic: Bool { audience == .public }
    var impacts: [ImpactWindow] { facts.log.impacts.filter { $0.incident == incident.id } }

    init(_ facts: ReviewCollector, for audience: Audience) {
        self.facts = facts
        self.audience = audience
        guard audience == .public else {
            mask = TextMask()
            (nodeNames, roles) = ([:], [:])
            return
        }
        let recorded = facts.incident.records.values.flatMap { record in
            record.facts.flatMap(\.nodes) + record.signals.flatMap(\.nodes)
        }
        let known = facts.nodes.union(recorded)
            .union(facts.log.nodes(of: facts.incident.fleet)).sorted()
        let numbered = known.enumerated().map { ($1, "node \($0 + 1)") }
        nodeNames = Dictionary(numbered, uniquingKeysWith: { first, _ in first })
        roles = Self.roles(facts)
        var names = roles
        for (node, word) in nodeNames { names[node.rawValue] = word }
        mask = TextMask(names: names)
    }

    /// What people are called for everybody: by what they did.
    private static func roles(_ facts: ReviewCollector) -> [String: String] {
        let reporters = Dictionary(
            facts.reports.map { ($0.by.name, "a reporter of \($0.party)") },
            uniquingKeysWith: { first, _ in first }
        )
        var (roles, count): ([String: String], Int) = ([:], 0)
        for change in facts.incident.roles.changes {
            guard let name = change.to, roles[name] == nil else { continue }
            roles[name] = "the \(change.role.words)"
        }
        let tasks = facts.incident.tasks.compactMap(\.owner)
        let names =
            facts.people.map(\.name) + facts.incident.updates.map(\.author.name) + tasks
            + facts.deeds.map(\.by.name)
        for name in names where roles[name] == nil && !name.isEmpty {
            if let reporter = reporters[name] {
                roles[name] = reporter
            } else {
                count += 1
                roles[name] = "operator \(count)"
            }
        }
        return roles
    }

    // MARK: Words

    /// A line of a text without what is not told.
    mutating func mask(line: String) -> String { mask.text(line) }

    /// A text of the log on one line.
    mutating func say(_ raw: String) -> String { MarkdownText.inline(mask.text(raw)) }

    /// A text of the log in quotation marks.
    mutating func quote(_ raw: String) -> String { "“\(say(raw))”" }

    /// A text of the log as code.
    mutating func code(_ raw: String) -> String { MarkdownText.code(mask.text(raw)) }

    /// What somebody is called.
    func name(_ actor: Actor) -> String { name(actor.name) }

    func name(_ person: String) -> String { MarkdownText.inline(role(person)) }

    /// The name of somebody, or what stands for it.
    func role(_ person: String) -> String { roles[person] ?? person }

    /// Nodes by their names, of many only how many they are.
    func words(of nodes: [NodeID], limit: Int = 8) -> String {
        guard nodes.count <= limit else { return "\(nodes.count) nodes" }
        return nodes.map { node in
            nodeNames[node] ?? MarkdownText.code(node.rawValue)
        }.joined(separator: ", ")
    }

    /// The fleet, as headings have it.
    var fleet: String { incident.fleet.map { "\(MarkdownText.code($0)) fleet" } ?? "the fleet" }

    /// The fleet, in a sentence.
    var theFleet: String { incident.fleet == nil ? "the fleet" : "the \(fleet)" }

    /// What is told of a fact, in words.
    func words(of fact: FactName) -> String {
        fact == .relay ? "relay protocol" : MarkdownText.inline(fact.rawValue)
    }

    /// The values of a fact.
    mutating func values(_ values: [String]) -> String {
        var words: [String] = []
        for value in values.prefix(6) { words.append(code(value)) }
        let more = values.count - words.count
        return words.isEmpty
            ? "nothing" : words.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    // MARK: Sections

    mutating func lines(of content: ReviewStyle.Content) -> [String] {
        switch content {
        case .background: background()
        case .narrative: narrative()
        case .impacts: fleetImpact() + impactsOfAll()
        case .currentState: currentState()
        case .nextSteps: nextSteps()
        case .trigger: trigger()
        case .resolution: resolution()
        case .responders: responders()
        case .response: response()
        case .detection: detection()
        case .timeline: timeline()
        case .communications: communications()
        case .overrides: overrides()
        case .decisions: decisions()
        case .rollback: rollback()
        case .metrics: metrics()
        case .evidence: evidence()
        }
    }

    /// What people wrote for a part; nil when nobody did and nothing stands for it.
    mutating func lines(of part: HumanPart) -> [String]? {
        let said = isPublic ? [] : facts.said[part] ?? []
        if !said.isEmpty {
            var lines: [String] = []
            for deed in said { lines.append("- \(say(deed.text)) (\(name(deed.by)))") }
            return lines
        }
        switch part {
        case .summary:
            if let summary = incident.summary, !isPublic { return [say(summary.text)] }
            guard let update = incident.updates.last(where: { !$0.isRedacted }) else { return nil }
            return [say(update.text)]
        case .cause:
            guard !isPublic else { return nil }
            var lines: [String] = []
            for turn in facts.turns where turn.status == .identified {
                guard let reason = turn.reason else { continue }
                lines.append("- \(say(reason)) (\(name(turn.by)), \(ReviewTime.of(turn.at)))")
            }
            for guess in facts.hypotheses {
                let at = ReviewTime.of(guess.at)
                lines.append(
                    "- Supposed, not proven: \(say(guess.text)) (\(name(guess.by)), \(at))"
                )
            }
            return lines.isEmpty ? nil : lines
        case .lesson, .well, .badly, .lucky, .surprised, .leadup, .whys, .backlog, .recurrence:
            return nil
        }
    }
}
