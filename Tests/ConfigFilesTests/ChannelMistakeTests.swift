import FleetModel
import ConfigFiles

import Testing

/// Mistakes in what a channel says of telling again.
struct ChannelMistakeTests {
    @Test(arguments: [
        ("remnd: 1m", "2:53: unknown key 'remnd' in a channel; did you mean 'remind'?"),
        ("remind: 10s", "2:61: 'remind' must be from 1m to 24h"),
        ("escalate: 2d", "2:63: 'escalate' must be from 1m to 24h"),
        ("escalate: never", "2:63: 'escalate' must be a span such as 10s, not 'never'"),
    ])
    func `a wrong span is told where it stands`(text: String, problem: String) {
        let part = "channels: [{name: a, discord: \"${DISCORD_WEBHOOK}\", \(text)}]"
        #expect(problems(after: part) == [problem])
    }

    @Test func `spans are read`() {
        let spans = "remind: 15m, escalate: 1h"
        let part = "channels: [{name: a, discord: \"${DISCORD_WEBHOOK}\", \(spans)}]"
        let fleet = readFleet("fleet: f\n\(part)\nnodes: [{name: a, http: http://a/}]").fleet
        #expect(fleet?.channels.first?.remind == .seconds(900))
        #expect(fleet?.channels.first?.escalate == .seconds(3600))
    }
}
