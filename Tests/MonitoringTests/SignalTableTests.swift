import Primitives
import Monitoring
import IncidentLog
import TestSupport
import Testing

/// What a beat looks at is bounded by what stands, not by what ever stood.
struct SignalTableTests {
    private func raiseAndClear(_ count: Int, _ log: inout ScriptedLog) {
        for number in 1...count {
            let id = SignalID("few/n\(number)")
            log.append(.signal(.found(finding: .sample(id))), at: minutes(number), by: .tocsin)
            log.append(.signal(.cleared(signal: id, text: "well")), at: minutes(number + 1))
        }
    }

    @Test func `signals cleared long ago are not walked`() {
        var log = ScriptedLog()
        log.append(.signal(.found(finding: .sample("lag/a"))), by: .tocsin)
        raiseAndClear(1500, &log)
        #expect(log.state.signals.values.count == 1501)
        #expect(Array(log.state.signals.current(in: nil)).count < 200)
        #expect(log.state.signals.active(in: nil).map(\.id) == ["lag/a"])
        #expect(log.state.activeSignals.map(\.id) == ["lag/a"])
    }

    @Test func `what has been over for a month leaves, unless a person cleared it`() {
        var log = ScriptedLog()
        log.append(.signal(.found(finding: .sample("old/a"))), by: .tocsin)
        log.append(.signal(.found(finding: .sample("old/b"))), by: .tocsin)
        log.append(.signal(.cleared(signal: "old/a", text: "well")), by: .tocsin)
        log.append(.signal(.cleared(signal: "old/b", text: "noise")), by: hanno)
        for number in 1...2100 {
            let id = SignalID("few/n\(number)")
            let at = start + .seconds(40 * 86_400 + number)
            log.append(.signal(.found(finding: .sample(id))), at: at, by: .tocsin)
        }
        #expect(log.state.signals["old/a"] == nil)
        #expect(log.state.signals["old/b"]?.isClearedByHand == true)
        #expect(log.state.activeSignals.count == 2100)
    }

    @Test func `a shelf that ends after its signal is still taken down`() throws {
        var watched = WatchedFleet.single()
        watched.log.append(.signal(.found(finding: .sample("few/x"))), by: .tocsin)
        try watched.log.run(.signal(.shelve("few/x", until: minutes(120), reason: "known")))
        watched.log.append(.signal(.cleared(signal: "few/x", text: "well")), by: .tocsin)
        raiseAndClear(200, &watched.log)
        try watched.run(12_100, through: 12_110, [.peers: 9])
        #expect(watched.log.state.signals["few/x"]?.shelf == nil)
    }
}
