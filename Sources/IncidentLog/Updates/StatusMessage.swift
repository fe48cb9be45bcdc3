package import Primitives

/// A status update, or news about a signal, on its way to a channel.
package struct StatusMessage: Equatable, Sendable {
    /// The incident it is about.
    package let incident: IncidentID
    /// The update's number in its incident, from 1.
    package let number: Int
    /// The incident's title.
    package let title: String
    /// What is said.
    package let text: String
    /// Whether the incident is real or practice.
    package let mode: IncidentMode
    /// When the update was released.
    package let queuedAt: Timestamp
    /// What is told of which signal; nil for a status update.
    package let signal: SignalNote?
    /// The part that may have been sent before, from 1: it says so where the service shows both.
    package var repeatedPart: Int?
    /// Whether it only tries the channel out: it is about no incident and says so.
    package let isTest: Bool

    /// News about a signal, for those who read messages by program.
    package struct SignalNote: Equatable, Sendable {
        /// The signal's identity.
        package let id: SignalID
        /// What happened to it.
        package let word: SignalTransition.Word
        /// How urgent it is.
        package let priority: SignalPriority
        /// The fleet watched.
        package let fleet: String
        /// The nodes concerned.
        package let nodes: [NodeID]
        /// When it began.
        package let since: Timestamp
    }

    /// An update of these parts.
    package init(
        incident: IncidentID,
        number: Int,
        title: String,
        text: String,
        mode: IncidentMode,
        queuedAt: Timestamp
    ) {
        self.incident = incident
        self.number = number
        self.title = ChannelText.line(title)
        self.text = ChannelText.body(text)
        self.mode = mode
        self.queuedAt = queuedAt
        signal = nil
        isTest = false
    }

    /// The text of this update of an incident.
    package init(_ text: String, number: Int, of incident: IncidentState, queuedAt: Timestamp) {
        self.init(
            incident: incident.id,
            number: number,
            title: incident.title,
            text: text,
            mode: incident.mode,
            queuedAt: queuedAt
        )
    }

    /// A message that tries a channel out and says that nothing is wrong.
    ///
    /// - Parameters:
    ///   - fleet: The fleet whose channel it is.
    ///   - author: Who asks for it.
    package init(testOf fleet: String, by author: String, at now: Timestamp) {
        incident = ""
        number = 0
        title = "TEST from Tocsin"
        let what = "\(author) tries out this channel of \(fleet)"
        text =
            ChannelText.line(what) + " at \(now.date) \(now.clock)Z.\n"
            + "Nothing is wrong and nothing has to be done."
        mode = .real
        queuedAt = now
        signal = nil
        isTest = true
    }

    /// News about a signal.
    package init(_ notice: DueNotice, fleet: String, incident: IncidentID?) {
        let state = notice.signal
        self.incident = incident ?? ""
        number = 0
        let isOver = notice.news.word == .cleared
        title = ChannelText.line(isOver ? "over: \(state.text)" : state.text)
        text = isOver ? "" : ChannelText.body(Self.lines(notice).joined(separator: "\n"))
        mode = .real
        queuedAt = notice.news.at
        signal = SignalNote(
            id: state.id,
            word: notice.news.word,
            priority: state.priority,
            fleet: fleet,
            nodes: state.finding.nodes,
            since: state.since
        )
        isTest = false
    }

    /// How many lines of evidence are sent about several nodes: one message must hold all.
    private static let evidenceOfMany = 6

    /// What is said below the title: who joined, every node, the evidence and what it means.
    private static func lines(_ notice: DueNotice) -> [String] {
        let finding = notice.signal.finding
        var lines: [String] = []
        if !notice.news.joined.isEmpty {
            lines.append("now also: " + NodeNames.few(of: notice.news.joined))
        }
        guard finding.nodes.count > 1 else {
            return lines + finding.evidence + [finding.meaning].compactMap { $0 }
        }
        lines.append("all \(finding.nodes.count) nodes: " + NodeNames.all(of: finding.nodes))
        lines += finding.evidence.prefix(evidenceOfMany)
        return lines + [finding.meaning].compactMap { $0 }
    }
}
