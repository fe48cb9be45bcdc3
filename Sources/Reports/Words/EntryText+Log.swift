import IncidentLog

extension EntryText {
    static func line(_ event: LogEvent) -> EntryText {
        switch event {
        case .recovered(let kept, let lost, let problem, let file):
            let missing = lost.map { lost in
                lost.numbers + (lost.hash.map { " (the last \($0.prefix(12))…)" } ?? "")
            }
            let loss =
                missing.isEmpty
                ? "none is missing" : "missing: " + missing.joined(separator: ", ")
            let keptAs = file.map { "; the damaged file is kept as \($0)" } ?? ""
            return EntryText(
                "⚠",
                .warning,
                "log recovered (\(problem)): \(kept) entries verify, \(loss)\(keptAs)"
            )
        case .redacted(_, let kept, let reason):
            let name = kept.map { " (\($0.name))" } ?? ""
            return EntryText("⌫", .changed, "removed the text of an entry\(name): \(reason)")
        case .pinned: return EntryText("◈", .muted, "pinned an entry")
        case .unpinned: return EntryText("◈", .muted, "took a pin away")
        case .released: return EntryText("◎", .muted, "let an entry be read outside the team")
        case .withheld: return EntryText("◎", .muted, "kept an entry for the team again")
        }
    }
}
