import IncidentLog
import Primitives
import Testing

struct FindingFaultTests {
    private func finding(_ id: SignalID, _ kind: FindingKind, _ text: String) -> Finding {
        Finding(
            id: id,
            kind: kind,
            priority: .warning,
            text: text,
            nodes: ["n1"],
            since: Timestamp(milliseconds: 0)
        )
    }

    @Test(arguments: [
        ("queue/n1", FindingKind.backlog, "unread channel grows"),
        ("queue by version/calamari", .backlog, "unread channel grows"),
        ("queue detector/n1", .backlog, "unread channel grows"),
        ("queue/n1", .check, "queue"),
        ("version skew/collators", .skew, "version differs in collators"),
        ("host down/a.example", .down, "host down/a.example"),
        ("relay changed/n1", .identity, "relay changed"),
    ])
    func `a fault is told in words`(id: SignalID, kind: FindingKind, words: String) {
        #expect(finding(id, kind, "").fault == words)
    }

    @Test(arguments: [
        ("queue by version/calamari", "unread channel grows by version"),
        ("peers/kebab", "no peers on kebab"),
        ("requirement not met/dappconnect", "requirement not met/dappconnect"),
        ("my check/n1", "my check/n1"),
    ])
    func `an identity is told in words`(id: SignalID, words: String) {
        #expect(id.words == words)
    }

    @Test(arguments: [
        ("no peers on n1", nil),
        ("no peers on n1: usually 12", "n1: usually 12"),
        ("no peers: peers 0 on n1", "peers 0 on n1"),
        ("no peers at all", "n1: no peers at all"),
        ("no peers on n10: none", "n1: no peers on n10: none"),
        ("n1 has no peers", "n1 has no peers"),
    ])
    func `the detail of a sentence is what the fault does not say`(text: String, detail: String?) {
        #expect(finding("peers/n1", .mesh, text).detail == detail)
    }
}
