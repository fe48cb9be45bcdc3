import Detection
import FleetModel
import IncidentLog
import Primitives
import Testing

@Suite struct PhantomPeersTests {
    private func judgements(hours: Double, phantoms: (Double) -> Double) -> [Judgement] {
        var detector = LeakDetector(
            fleet: Fleet(
                name: "test",
                nodes: [Node(id: "n", probes: [])],
                polling: Polling(interval: .seconds(120))
            )
        )
        var last: [Judgement] = []
        for step in 0..<Int(hours * 30) {
            let at = Timestamp(seconds: 1_658_793_600 + Int64(step * 120))
            let connected = 150 + Double(step % 7)
            detector.observe(
                Observation(
                    node: "n",
                    probeIndex: 0,
                    at: at,
                    latency: .milliseconds(3),
                    samples: [
                        Sample(.peers, connected),
                        Sample("pubsub.peers", connected + phantoms(Double(step) / 30)),
                    ]
                )
            )
            last = detector.judge(at: at, versions: [:])
        }
        return last
    }

    @Test func `peers that gossip keeps though they are gone are named`() {
        let said = judgements(hours: 9) { 7.5 * $0 }
        guard case .stands(let finding) = said.first else {
            Issue.record("\(said)")
            return
        }
        #expect(finding.id == "phantom peers/n")
        #expect(finding.text.contains("18") && finding.text.hasSuffix("more a day"))
    }

    @Test func `a few more gossip peers than connected ones are calm`() {
        #expect(judgements(hours: 5) { _ in 8 } == [.calm("phantom peers/n")])
    }
}
