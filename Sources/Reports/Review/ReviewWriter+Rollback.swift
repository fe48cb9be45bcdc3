import FleetModel
import IncidentLog
import Primitives

// What a roll-back brought back, and what it left behind; what ran by exception.
extension ReviewWriter {
    /// The baseline that a roll-back of this incident is held against.
    private var diff: BaselineDiff? {
        guard let diff = facts.log.baselineDiff(of: incident.fleet) else { return nil }
        // One that was taken after the incident is of another change.
        return diff.baseline.takenAt <= facts.endsAt ? diff : nil
    }

    /// The keys that became other than in the baseline, and what became of each.
    mutating func rollback() -> [String] {
        guard !isPublic, let diff, !diff.lines.isEmpty else { return [] }
        let baseline = diff.baseline
        var lines = [
            "Against \(baseline.id), taken by \(name(baseline.by)), "
                + "\(ReviewTime.of(baseline.takenAt)):",
            "",
        ]
        var rows: [[String]] = []
        for line in diff.lines.prefix(Self.keyLimit) {
            rows.append([
                words(of: [line.node]), code(line.key.rawValue), values(line.departure.before),
                values(line.departure.present), became(line, baseline),
            ])
        }
        lines += MarkdownText.table(["Node", "Key", "Before", "Became", "Standing"], rows)
        let more = diff.lines.count - rows.count
        return more > 0 ? lines + ["", "\(more) more keys are in the log."] : lines
    }

    /// How many keys are told one by one.
    private static let keyLimit = 200

    private mutating func became(_ line: BaselineDiff.Line, _ baseline: Baseline) -> String {
        let since = ReviewTime.of(line.departure.since)
        if let acceptance = line.departure.acceptance {
            return "accepted by \(name(acceptance.by)): \(say(acceptance.reason))"
        }
        guard let end = line.departure.endedAt else { return "\(line.standing.rawValue), \(since)" }
        let rolledBack = baseline.nodes[line.node]?.rolledBackAt
        let late = rolledBack.flatMap { end > $0 ? (end - $0).brief : nil }
        return "reverted \(ReviewTime.of(end))"
            + (late.map { ", \($0) after the program" } ?? "")
    }

    /// What a roll-back left behind for a while, in a sentence; empty when it left nothing.
    mutating func leftBehind() -> String {
        guard !isPublic, let diff else { return "" }
        var nodes: [NodeID] = []
        var keys: [FactName] = []
        var (from, to): (Timestamp?, Timestamp?) = (nil, nil)
        for line in diff.lines where line.key != .version {
            guard let rolledBack = diff.baseline.nodes[line.node]?.rolledBackAt,
                line.departure.since <= rolledBack,
                line.departure.endedAt.map({ $0 > rolledBack }) ?? true
            else { continue }
            if !nodes.contains(line.node) { nodes.append(line.node) }
            if !keys.contains(line.key) { keys.append(line.key) }
            from = min(from ?? rolledBack, rolledBack)
            to = max(to ?? rolledBack, line.departure.endedAt ?? facts.endsAt)
        }
        guard let from, let to else { return "" }
        var names: [String] = []
        for key in keys.prefix(4) { names.append(code(key.rawValue)) }
        let more = keys.count > names.count ? " and \(keys.count - names.count) more" : ""
        return "The roll-back brought the program back and left \(counted(keys.count, "key")) of "
            + "the configuration as they were on \(words(of: nodes.sorted())), "
            + "\(ReviewTime.span(from, to)): \(names.joined(separator: ", "))\(more)."
    }

    // MARK: Exceptions

    /// What ran by exception, who asked, who agreed, and until when.
    mutating func exceptions() -> [String] {
        var lines: [String] = []
        for exception in facts.log.exceptions where exception.incident == incident.id {
            let place =
                exception.nodes.isEmpty ? "every node" : words(of: exception.nodes)
            let second =
                exception.approval.map { ", agreed by \(name($0.by)), \(ReviewTime.of($0.at))" }
                ?? ", agreed by nobody"
            let end = exception.ending.map { act in
                "; ended \(ReviewTime.of(act.at))"
                    + (exception.endReason.map { ": \(say($0))" } ?? "")
            }
            lines.append(
                "- \(exception.id): \(code(exception.version)) on \(place) "
                    + "(\(exception.reasonClass.rawValue)): \(say(exception.text)); asked for by "
                    + "\(name(exception.requestedBy))\(second), until "
                    + "\(ReviewTime.of(exception.expires)); back to a release: "
                    + "\(say(exception.exitPlan)); told by update \(exception.update)"
                    + (end ?? "")
            )
        }
        return lines
    }
}
