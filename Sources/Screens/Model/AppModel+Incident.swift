import CommandTable
import IncidentLog
import Primitives

/// Which incident is shown, and what calls.
extension AppModel {
    /// Takes new entries in, and what is known after them, and returns what the shell has to do.
    mutating func take(_ new: [Entry], _ state: LogState) -> [Effect] {
        let known = log.sequence
        guard state.sequence > known else { return [] }
        var calls: Set<SignalKey> = []
        log = state
        notePast(before: new, known: known)
        for entry in new where entry.sequence > known {
            entries.insertInTime(entry)
            if let removal = entry.removal { removeText(removal) }
            if case .signal(let event) = entry.event, isNews(entry), let id = calling(event) {
                calls.insert(id)
            }
            if case .incident(.declared) = entry.event, reading == .done { meet(entry) }
        }
        takeHealth()
        orderNodes()
        dropOldest()
        foldLog()
        // What somebody took care of meanwhile is no call any more.
        return ring(for: calls.filter(calls(for:)))
    }

    /// What was redacted is not kept for the screen either.
    private mutating func removeText(
        _ removal: (entry: EntryID, kept: Event?, redaction: Redaction)
    ) {
        for place in entries.indices where entries[place].id == removal.entry {
            entries[place] = entries[place].redacted(removal.redaction, kept: removal.kept)
        }
        past.removeText(removal)
    }

    /// Whether an entry was written while the person looks: the past does not call.
    private func isNews(_ entry: Entry) -> Bool {
        reading == .done || entry.recordedAt >= openedAt
    }

    /// The signal that calls by this event: a critical one that is new, came back, grew worse or
    /// was forgotten.
    private func calling(_ event: SignalEvent) -> SignalKey? {
        switch event {
        case .raised(_, .critical, _, _, _), .changed(_, .critical, _, _, _, _, _), .reminded,
            .found, .reopened:
            event.signal
        case .raised, .changed, .cleared, .acknowledged, .acknowledgedAll, .shelved, .unshelved,
            .suppressed, .notified, .notNotified, .maintenanceDeclared, .maintenanceEnding,
            .maintenanceEnded:
            nil
        }
    }

    private func calls(for key: SignalKey) -> Bool {
        guard let signal = log.signals[key], signal.mayConcern(fleetName) else { return false }
        return signal.priority == .critical && signal.standing(at: now) == .unacknowledged
    }

    // MARK: The incident shown

    /// Takes in how far the log has been read; what is open is known only at its end.
    mutating func take(_ news: LogReading) {
        let isFirst = reading != .done && news == .done
        reading = news
        guard isFirst else { return }
        if screen == .welcome, !log.incidents.isEmpty { begin(at: .commandCentre) }
        // What was typed meanwhile goes to the incident that is shown now.
        let typed = composer.text
        drafts.drop(.unplacedLine)
        load(resumedIncident ?? worstOpenIncident)
        let line = Draft(.line(incidentID), [composer.text])
        composer = LineEditor(line.joined(with: Draft(line.key, [typed])).texts[0])
        drafts.keep(Draft(line.key, [composer.text]))
        let kept = drafts.all.filter { $0.key != line.key }.map(\.key)
        if !kept.isEmpty {
            let names = kept.map { "\($0.incident.map { "\($0) " } ?? "")\($0.kind)" }
            show("kept from before: \(names.joined(separator: ", "))", isProblem: false)
        }
        resume()
    }

    /// The open incident that needs people most: the worst, of equal ones the newest.
    private var worstOpenIncident: IncidentID? {
        // `min` keeps the first of equals, and the newest comes first.
        log.openIncidents.min { $0.severity < $1.severity }?.id
    }

    /// Shows an incident and the line that was begun for it.
    mutating func showIncident(_ id: IncidentID?) {
        drafts.keep(Draft(composerKey, [composer.text]))
        load(id)
    }

    private mutating func load(_ id: IncidentID?) {
        incidentID = id
        forgetPagesOfPane()
        cursors[.checklist] = nil
        cursors[.updates] = nil
        logScroll = 0
        composer = LineEditor(drafts[composerKey]?.texts.first ?? "")
    }

    /// Whether the person is in nothing that belongs to the incident shown: only then may the
    /// picture go to another one by itself.
    private var isIdle: Bool {
        !isComposing && dialog == nil && logScroll == 0
            && [.commandCentre, .welcome, .wall].contains(screen)
    }

    /// A new incident: the picture goes there when the person declared it just now or looks at
    /// no open one, else a word tells of it.
    private mutating func meet(_ entry: Entry) {
        guard let id = entry.incident, id != incidentID, let new = log.incident(id) else { return }
        if isIdle, incident?.status.isOpen != true || isDeclaredHere(new) {
            if screen == .welcome { begin(at: .commandCentre) }
            return showIncident(id)
        }
        show(
            "\(id) \(new.severity.label) was declared by \(entry.actor.name): \(new.title)  (I)",
            isProblem: false
        )
    }

    private func isDeclaredHere(_ new: IncidentState) -> Bool {
        drafts.hasSent { command in
            if case .incident(.declare(new.title, new.severity, _, _, _, _, _)) = command {
                return true
            }
            return false
        }
    }

    /// Goes to what is open when nothing is shown and the person is in nothing.
    mutating func followOpenIncident() {
        guard incidentID == nil, reading == .done, isIdle else { return }
        if let id = worstOpenIncident { showIncident(id) }
    }

    /// How many incidents are open besides the one shown.
    var otherOpenCount: Int { log.openIncidents.count { $0.id != incidentID } }
}
