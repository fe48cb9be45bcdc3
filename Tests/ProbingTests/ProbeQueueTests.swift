import FleetModel
import Primitives
import Testing

@testable import Probing

struct ProbeQueueTests {
    private func due(_ names: Range<Int>, _ prefix: String) -> [ProbeQueue.Item] {
        names.map { number in
            let spec = ProbeSpec(
                target: .prometheus(url: "http://127.0.0.1:1", metrics: [])
            )
            let probe = ScheduledProbe(node: NodeID("\(prefix)\(number)"), index: 0, spec: spec)
            return (probe, noon)
        }
    }

    private func started(_ queue: inout ProbeQueue) -> [NodeID] {
        var nodes: [NodeID] = []
        while let item = queue.next() { nodes.append(item.probe.node) }
        return nodes
    }

    private func end(_ node: NodeID, latency: Duration?) -> Observation {
        Observation(node: node, probeIndex: 0, at: noon, latency: latency)
    }

    @Test func `what answers does not wait behind thousands that do not`() {
        var queue = ProbeQueue(limit: 2)
        queue.add(due(0..<2, "good"))
        for node in started(&queue) {
            let isSilent = queue.finish(end(node, latency: .zero))
            #expect(!isSilent)
        }
        queue.add(due(0..<2000, "hangs"))
        let hanging = started(&queue)
        #expect(hanging.count == 2 * ProbeQueue.doubtfulFactor)
        queue.add(due(0..<2, "good"))
        let good = started(&queue)
        #expect(good == ["good0", "good1"])
    }

    @Test func `what fell silent gives its place back and waits with the others`() {
        var queue = ProbeQueue(limit: 1)
        queue.add(due(0..<1, "a"))
        _ = started(&queue)
        let isSilentAtFirst = queue.finish(end("a0", latency: .zero))
        #expect(!isSilentAtFirst)
        queue.add(due(0..<1, "a"))
        let again = started(&queue)
        #expect(again == ["a0"])
        let isSilent = queue.finish(end("a0", latency: nil))
        #expect(isSilent)
        queue.add(due(0..<20, "b"))
        let others = started(&queue)
        #expect(others.count == ProbeQueue.doubtfulFactor)
        queue.add(due(0..<1, "a"))
        let none = started(&queue)
        #expect(none == [])
    }

    @Test func `a probe that waits or runs is not added again`() {
        var queue = ProbeQueue(limit: 4)
        queue.add(due(0..<1, "a"))
        queue.add(due(0..<1, "a"))
        let first = started(&queue)
        #expect(first == ["a0"])
        queue.add(due(0..<1, "a"))
        let second = started(&queue)
        #expect(second == [])
    }
}
