import IncidentLog
import Monitoring
import Primitives

/// A past incident, shown again.
extension AppModel {
    /// Whether a past incident is shown again.
    var isReplay: Bool { drill?.isReplay == true }

    /// How far a step in time goes.
    static let replayStep: Duration = .seconds(600)

    /// Forgets what the log told: the replay went back, and tells it anew.
    mutating func rewind() {
        log = LogState()
        entries = []
        past = LoadedPast()
        entryIndex = EntryIndex()
        nodeEntries = NodeEntries()
        openedEntries = []
        incidentID = nil
        reading = .underWay
        foldLog()
        scrollLog(to: 0)
        takeHealth()
        orderNodes()
    }
}
