import FleetModel
import Primitives
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
    private var isFull = false

    init(source: FleetSource) {
        self.source = source
    }

    /// A node that several series tell of is up when all of them say so.
    ///
    /// One that nothing tells a number of is kept: that is a fault of its own and no outage.
    mutating func add(nodes answer: PrometheusAnswer) {
        warn(of: answer, "nodes")
        var nameless = 0
        for series in answer.series {
            guard let place = place(of: series.labels, &nameless) else { continue }
            if series.value.isNaN {
                doubt(place, "NaN")
            } else if series.value <= 0 {
                nodes[place].isUp = false
            }
        }
        for oddity in answer.oddities {
            guard let place = place(of: oddity.labels, &nameless) else { continue }
            doubt(place, oddity.words)
        }
        if isFull {
            let words = "more than \(Fleet.discoveredLimit) nodes; the rest is left out"
            problems.append(Problem(part: "nodes", reason: .other(words)))
        }
        if nameless > 0 {
            problems.append(Problem(part: "nodes", reason: withoutName(nameless)))
        } else if nodes.isEmpty {
            problems.append(Problem(part: "nodes", reason: .other("the query finds no node")))
        }
    }

    /// The place of the node with these labels, which may be new; nil when there is none for it.
    private mutating func place(of labels: [String: String], _ nameless: inout Int) -> Int? {
        guard let label = labels[source.nameLabel], !label.isEmpty else {
            nameless += 1
            return nil
        }
        if let place = places[label] { return place }
        guard nodes.count < Fleet.discoveredLimit else {
            isFull = true
            return nil
        }
        places[label] = nodes.count
        func told(_ name: String) -> String? {
            labels[name].flatMap { $0.isEmpty ? nil : $0.asToldByNode }
        }
        let kept = source.keptLabels.compactMap { name in told(name).map { (name, $0) } }
        nodes.append(
            SourceReading.NodeReading(
                id: NodeID(label.asToldByNode),
                role: source.roleLabel.flatMap(told),
                labels: Dictionary(kept, uniquingKeysWith: { first, _ in first }),
                isUp: true
            )
        )
        return nodes.count - 1
    }

    private mutating func doubt(_ place: Int, _ words: String) {
        let reason = FailureReason.other("the server does not tell whether it is up: \(words)")
        note(place, Problem(part: "up", reason: reason))
    }

    private mutating func note(_ place: Int, _ problem: Problem) {
        if !nodes[place].notes.contains(problem) { nodes[place].notes.append(problem) }
    }

    private func withoutName(_ count: Int) -> FailureReason {
        .other("\(count) series without the label '\(source.nameLabel)'")
    }

    /// Keeps what the server warns of, once for all queries.
    private mutating func warn(of answer: PrometheusAnswer, _ part: String) {
        for problem in answer.problems(part: part)
        where !problems.contains(where: { $0.reason == problem.reason }) {
            problems.append(problem)
        }
    }

    mutating func add(_ answer: Result<PrometheusAnswer, ProbeFailure>, for pick: SampleQuery) {
        let series = series(answer, pick.name.rawValue)
        for (place, series) in series {
            if !series.allSatisfy(\.value.isFinite) {
                let reason = FailureReason.other("a series is not a number, left out")
                note(place, Problem(part: pick.name.rawValue, reason: reason, isFault: false))
            }
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
            warn(of: answer, name)
            var found: [Int: [PrometheusAnswer.Series]] = [:]
            var nameless = 0
            for series in answer.series {
                guard let label = series.labels[source.nameLabel], !label.isEmpty else {
                    nameless += 1
                    continue
                }
                guard let place = places[label] else { continue }
                found[place, default: []].append(series)
            }
            for oddity in answer.oddities {
                guard let label = oddity.labels[source.nameLabel], let place = places[label]
                else { continue }
                note(place, Problem(part: name, reason: .other(oddity.words), isFault: false))
            }
            if nameless > 0 {
                let isFault = found.isEmpty
                let reason = withoutName(nameless)
                problems.append(Problem(part: name, reason: reason, isFault: isFault))
            } else if found.isEmpty, answer.oddities.isEmpty, !nodes.isEmpty {
                problems.append(Problem(part: name, reason: .other("no series of any node")))
            }
            return found
        }
    }
}
