internal import FleetModel

extension FleetFile {
    /// The channels of the example, switched off: one of each row.
    static var channelExample: String {
        var lines = ["#channels:"]
        for (place, row) in ChannelKinds.all.map({ $0.row }).enumerated() {
            if !row.note.isEmpty { lines.append("# " + row.note) }
            lines.append("#  - name: " + row.exampleName)
            if let only = row.singleSetting {
                lines.append("#    \(row.word): \(only.example)")
            } else {
                lines.append("#    \(row.word):")
                lines += row.settings.map { "#      \($0.key): \($0.example)" }
            }
            if place == 0 { lines += signalExample }
        }
        return lines.joined(separator: "\n")
    }

    /// What any channel may have.
    private static let signalExample = [
        "# Signals of this urgency or a greater one are sent there by themselves.",
        "#    signals: critical",
        "# A critical signal that nobody has taken note of is told again, four times at most, and",
        "# then on the next channel of this list.",
        "#    remind: 15m",
        "#    escalate: 30m",
    ]
}
