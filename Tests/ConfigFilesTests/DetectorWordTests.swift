import ConfigFiles
import FleetModel
import Primitives
import Testing

struct DetectorWordTests {
    @Test func `a detector is switched off by the word that it had once as well`() throws {
        let result = readFleet(
            """
            fleet: f
            nodes: [{name: a, http: http://a/}]
            detectors: {off: [silent, burn, no data]}
            """
        )
        #expect(result.problems.isEmpty)
        #expect(try #require(result.fleet).detectors.off == [.noData, .cpu])
    }
}
