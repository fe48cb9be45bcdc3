import FleetModel
import Monitoring
import Primitives

/// What is known of one node.
struct NodeRow: Encodable, Sendable {
    let name: NodeID
    let verdict: String
    let reasons: [String]
    let notes: [String]
    let version: String?
    /// What the fleet file or a source calls it by.
    let labels: [String: String]
    /// The values of each fact.
    let facts: [String: [String]]
    /// The newest value of each metric.
    let readings: [String: Reading]

    struct Reading: Encodable, Sendable {
        @FiniteOrNull var value: Double
        let at: Timestamp
        let ageSeconds: Double
    }

    init(_ node: Node, _ known: NodeReadings?, _ assessment: NodeAssessment, at now: Timestamp) {
        name = node.id
        labels = node.labels
        verdict = assessment.verdict.rawValue
        reasons = assessment.reasons
        notes = assessment.notes
        version = known?[.version]
        var facts: [String: [String]] = [:]
        for (name, fact) in known?.facts ?? [:] { facts[name.rawValue] = fact.values }
        self.facts = facts
        var readings: [String: Reading] = [:]
        for (name, reading) in known?.metrics ?? [:] {
            readings[name.rawValue] = Reading(
                value: reading.value,
                at: reading.at,
                ageSeconds: max(0, (now - reading.at).inSeconds)
            )
        }
        self.readings = readings
    }

    /// A metric's newest value in few characters; `-` without one.
    func number(_ metric: MetricName) -> String {
        readings[metric.rawValue].map { NumberText.brief($0.value) } ?? "-"
    }

    /// All that is known of it, for people.
    var parts: [ReportPart] {
        var table = ReportTable("WHAT", "VALUE", empty: "nothing is known of it")
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) { table.add(name, value) }
        for (name, values) in facts.sorted(by: { $0.key < $1.key }) {
            table.add(name, values.joined(separator: " "))
        }
        for (name, reading) in readings.sorted(by: { $0.key < $1.key }) {
            table.add(name, NumberText.brief(reading.value))
        }
        return [.line("\(name): \(verdict)")] + (reasons + notes).map { .line("  \($0)") }
            + [.table(table)]
    }
}
