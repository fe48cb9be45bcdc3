import IncidentLog
import Primitives

/// What calls the person to the screen.
extension AppModel {
    /// For so long the bell does not ring again for a signal.
    private static let silence: Duration = .seconds(600)

    /// Rings once for what is new and critical.
    mutating func ring(for signals: Set<SignalKey>) -> [Effect] {
        let news = signals.sorted { $0.rowName < $1.rowName }.filter { key in
            rungAt[key].map { now - $0 >= Self.silence } ?? true
        }
        for key in news { rungAt[key] = now }
        rungAt = rungAt.filter { now - $0.value < Self.silence }
        guard !isMuted, let first = news.first.flatMap({ log.signals[$0] }) else { return [] }
        let more = news.count > 1 ? ", and \(news.count - 1) more" : ""
        return [.bell("\(drill == nil ? "" : "DRILL ")\(first.text)\(more)")]
    }

    mutating func toggleMute() {
        isMuted.toggle()
        show(
            isMuted ? "the bell is silent; \(keyText(.mute)) lets it ring" : "the bell rings",
            isProblem: false
        )
    }
}
