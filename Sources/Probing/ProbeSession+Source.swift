import IncidentCore
import WireFormats

extension ProbeSession {
    /// What the nodes of a source are like: nil, with the reason, when it could not be asked.
    func readSource(
        _ source: FleetSource
    ) async -> (nodes: [SourceReading.NodeReading]?, problems: [Problem]) {
        let found: PrometheusAnswer
        do throws(ProbeFailure) {
            found = try await query(source.nodes, of: source.server)
        } catch {
            return (nil, [Problem(part: "promql", reason: error.reason)])
        }
        var table = SourceTable(source: source)
        table.add(nodes: found)
        let answers = await ask(source.picks.queries, of: source.server)
        for (pick, answer) in zip(source.picks.samples, answers) {
            table.add(answer, for: pick)
        }
        for (pick, answer) in zip(source.picks.facts, answers.dropFirst(source.picks.samples.count))
        {
            table.add(answer, for: pick)
        }
        return (table.nodes, table.problems)
    }
}

/// The answers of a source, spread over the nodes by their label.
private struct SourceTable {
    private let source: FleetSource
    private(set) var nodes: [SourceReading.NodeReading] = []
    private(set) var problems: [Problem] = []
    private var places: [String: Int] = [:]

    init(source: FleetSource) {
        self.source = source
    }

    /// A node that several series tell of is up when one of them says so.
    mutating func add(nodes answer: PrometheusAnswer) {
        var nameless = 0
        for series in answer.series {
            guard let label = series.labels[source.nameLabel], !label.isEmpty else {
                nameless += 1
                continue
            }
            let isUp = series.value > 0
            if let place = places[label] {
                if isUp { nodes[place].isUp = true }
                continue
            }
            guard nodes.count < Fleet.discoveredLimit else {
                let words = "more than \(Fleet.discoveredLimit) nodes; the rest is left out"
                problems.append(Problem(part: "nodes", reason: .other(words)))
                break
            }
            places[label] = nodes.count
            let role = source.roleLabel.flatMap { series.labels[$0] }
            nodes.append(
                SourceReading.NodeReading(
                    id: NodeID(label.asToldByNode),
                    role: role.flatMap { $0.isEmpty ? nil : $0.asToldByNode },
                    isUp: isUp
                )
            )
        }
        if nameless > 0 {
            let words = "\(nameless) series without the label '\(source.nameLabel)'"
            problems.append(Problem(part: "nodes", reason: .other(words)))
        } else if answer.series.isEmpty {
            problems.append(Problem(part: "nodes", reason: .other("the query finds no node")))
        }
    }

    mutating func add(_ answer: Result<PrometheusAnswer, ProbeFailure>, for pick: SampleQuery) {
        let series = series(answer, pick.name.rawValue)
        for (place, series) in series {
            guard let value = pick.value(of: series) else { continue }
            nodes[place].samples.append(Sample(pick.name, value))
        }
    }

    mutating func add(_ answer: Result<PrometheusAnswer, ProbeFailure>, for pick: FactQuery) {
        let series = series(answer, pick.name.rawValue)
        for (place, series) in series {
            let values = Set(series.compactMap { $0.labels[pick.label] }).sorted().prefix(100)
            guard !values.isEmpty else { continue }
            nodes[place].facts.append(Fact(pick.name, values.map(\.asToldByNode)))
        }
    }

    /// The series of each node, by its place.
    private mutating func series(
        _ answer: Result<PrometheusAnswer, ProbeFailure>,
        _ name: String
    ) -> [Int: [PrometheusAnswer.Series]] {
        switch answer {
        case .failure(let failure):
            problems.append(Problem(part: name, reason: failure.reason))
            return [:]
        case .success(let answer):
            var found: [Int: [PrometheusAnswer.Series]] = [:]
            for series in answer.series {
                guard let label = series.labels[source.nameLabel], let place = places[label]
                else { continue }
                found[place, default: []].append(series)
            }
            for oddity in answer.oddities {
                guard let label = oddity.labels[source.nameLabel], let place = places[label]
                else { continue }
                let note = Problem(part: name, reason: .other(oddity.words), isFault: false)
                if !nodes[place].notes.contains(note) { nodes[place].notes.append(note) }
            }
            if found.isEmpty, answer.oddities.isEmpty, !nodes.isEmpty {
                problems.append(Problem(part: name, reason: .other("no series of any node")))
            }
            return found
        }
    }
}
