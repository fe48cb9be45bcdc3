import Primitives
import IncidentLog
import Monitoring
import FleetModel
import TestSupport
import Testing

/// What is told when nobody hears that Tocsin watches.
struct WatchdogSignalTests {
    private var watched: WatchedFleet {
        WatchedFleet(Fleet(name: "prod", watchdog: Watchdog(url: Secret("http://w/"))))
    }

    @Test func `lost calls are a signal until a call is heard`() throws {
        var watched = watched
        try watched.tick(at: seconds(0))
        #expect(watched.log.entries == [])
        watched.readings.watchdog = .unheard(reason: "refused")
        for second in stride(from: 10, through: 60, by: 10) {
            try watched.tick(at: seconds(second))
        }
        #expect(watched.log.state.activeSignals.map(\.id) == ["watchdog"])
        #expect(watched.log.entries.count == 1)
        watched.readings.watchdog = .heard
        for second in stride(from: 70, through: 600, by: 10) {
            try watched.tick(at: seconds(second))
        }
        #expect(watched.log.state.activeSignals == [])
    }

    @Test func `a new start of the program does not take the signal back before it knows`() throws {
        var first = watched
        first.readings.watchdog = .unheard(reason: "refused")
        try first.tick(at: seconds(0))
        var second = WatchedFleet(first.fleet, log: first.log)
        for moment in stride(from: 10, through: 600, by: 10) {
            try second.tick(at: seconds(moment))
        }
        #expect(second.log.state.activeSignals.map(\.id) == ["watchdog"])
    }
}
