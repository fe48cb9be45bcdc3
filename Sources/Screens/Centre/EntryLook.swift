import FleetModel
import IncidentLog
import Primitives
import Reports

/// The look of an entry: colour is for what is so now, whatever it was once.
extension AppModel {
    /// For how long something that was just passed stays green.
    private static let freshSpan: Duration = .seconds(60)

    /// The look of an entry's words.
    func role(of entry: Entry, _ line: EntryText) -> ThemeRole {
        switch line.weight {
        case .text: return .text
        case .muted: return .muted
        case .strong: return .strong
        case .changed: return .changed
        case .good: return now - entry.occurredAt < Self.freshSpan ? .good : .over
        case .warning: return isNow(entry) ? .warning : .over
        case .critical: return isNow(entry) ? .critical : .over
        }
    }

    /// Whether what an entry tells of is still so, and waits for somebody.
    private func isNow(_ entry: Entry) -> Bool {
        switch entry.event {
        case .signal(let event):
            guard let key = event.signal else { return false }
            let signal = log.signals[SignalKey(key.id, of: key.fleet ?? fleetName)]
            return signal?.standing(at: now) == .unacknowledged
        case .checklist(let event): return isNow(event)
        case .update(let event): return isNow(event)
        case .impact(.opened(let party, _, let from, _, _, _, _, _)):
            return log.impacts.contains { $0.party == party && $0.from == from && $0.isOpen }
        case .impact, .incident, .timeline, .role, .task, .advice, .clock, .attendance, .delivery,
            .fleet, .watch, .log, .change, .policy, .baseline, .unknown:
            return now - entry.occurredAt < Self.freshSpan
        }
    }

    private func isNow(_ event: ChecklistEvent) -> Bool {
        switch event {
        case .failed(let step, _): incident?.step(step)?.progress == .failed
        case .regressed(let step, _): incident?.step(step)?.progress == .regressed
        case .attached, .passed, .verified, .skipped, .reopened, .started, .waived, .dismissed:
            false
        }
    }

    private func isNow(_ event: UpdateEvent) -> Bool {
        switch event {
        case .attemptFailed(let number, let channel, _, _, _),
            .gaveUp(let number, let channel, _, _):
            let update = incident?.updates.first { $0.number == number }
            return switch update?.deliveries[channel] {
            case .retrying, .failed: true
            case .queued, .delivered, nil: false
            }
        case .queued, .delivered, .requeued: return false
        }
    }
}
