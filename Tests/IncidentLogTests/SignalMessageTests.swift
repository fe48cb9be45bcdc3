import FleetModel
import IncidentLog
import Primitives
import Testing

/// What a channel is sent about a signal of many nodes.
struct SignalMessageTests {
    private static let now = Timestamp(seconds: 1_614_265_330)

    private func message(_ count: Int, joined: [NodeID]) -> StatusMessage {
        var state = LogState()
        let nodes = (1...count).map { NodeID("n\($0)") }
        let finding = Finding(
            id: "down",
            kind: .down,
            priority: .critical,
            text: "down on \(count) nodes: n1, n2 and more",
            nodes: nodes.filter { !joined.contains($0) },
            since: Self.now,
            evidence: nodes.map { "\($0) is down: refused, and some more words about it" },
            meaning: "look at the network"
        )
        let changed = SignalEvent.changed(
            signal: "down",
            priority: .critical,
            text: finding.text,
            nodes: nodes,
            evidence: finding.evidence,
            isFlapping: false
        )
        for (place, event) in [SignalEvent.found(finding: finding), changed].enumerated() {
            let draft = EntryDraft(
                id: EntryID("E\(place)"),
                incident: nil,
                device: "test",
                actor: .tocsin,
                occurredAt: Self.now,
                recordedAt: Self.now,
                event: .signal(event)
            )
            state.apply(
                Entry(
                    sequence: Int64(place + 1),
                    draft: draft,
                    payload: nil,
                    payloadDigest: "",
                    previousHash: "",
                    hash: ""
                )
            )
        }
        let channel = ChannelSpec(
            id: "ops",
            service: .unusable(kind: "test", reason: ""),
            signals: .warning
        )
        let due = state.dueNotices(for: [channel], of: nil, at: Self.now)
        return StatusMessage(due[0], fleet: "prod", incident: nil)
    }

    @Test func `a message names every node and those that joined`() {
        let text = message(10, joined: ["n9", "n10"]).text
        #expect(text.contains("now also: n9, n10\n"))
        #expect(text.contains("all 10 nodes: n1, n2, n3, n4, n5, n6, n7, n8, n9, n10\n"))
        #expect(text.hasSuffix("look at the network"))
    }

    @Test func `200 nodes fit into one message of the smallest service`() {
        let limits = ChannelLimits(
            longestPart: 2000,
            unit: .characters,
            editsMessages: true,
            dropsDuplicates: false
        )
        let message = message(400, joined: (1...300).map { NodeID("n\($0)") })
        let parts = MessageSplitter.parts(of: message, limits: limits)
        #expect(parts.count == 1)
        #expect(parts[0].text.contains("all 400 nodes: n1 to n400\n"))
    }
}
