import Detection
import FleetModel
import IncidentLog
import Primitives

/// An upgrade of some of the nodes: how soon a leak that came with it is named from memory alone
/// and from the queue that causes it, and what is said of an upgrade that only warms up.
enum UpgradeTable {
    /// What the new version does to memory.
    private enum Change: String, CaseIterable {
        case leak = "leaks 1330 MB/h"
        case warmUp = "only warms up"
        case cache = "fills a cache"
        case collector = "has a saw-tooth"
    }

    /// When nodes are upgraded, in seconds from the beginning: after a day and a half.
    private static let upgrade = 1.5 * 86_400
    /// How long is watched afterwards.
    private static let days = 4.0

    /// How many of how many nodes are upgraded.
    private static let shares = [(6, 13), (3, 6), (2, 4), (1, 3), (5, 5)]

    static func memory(_ options: DetectionBenchmark.Options, _ section: inout Section) {
        section.remarks.append(
            "| upgrade, minutes | " + shares.map { "\($0) of \($1)" }.joined(separator: " | ")
                + " |"
        )
        let fleets = max(4, options.nodes / 2)
        for change in Change.allCases {
            var numbers = ModelNumbers(seed: options.seed &* 41 + UInt64(change.rawValue.count))
            var cells: [String] = []
            var alarms = 0
            var nodes = 0
            for (count, size) in shares {
                var delays: [Double?] = []
                for _ in 0..<fleets {
                    let (traces, voices) = play(change, upgraded: count, of: size, &numbers)
                    for (place, voice) in voices.enumerated() {
                        let delay = Counting.delay(voice.ticket, leakAt: upgrade, fullAt: nil)
                        if place < count, change == .leak {
                            let isInTime = delay.map { $0 * 3600 + upgrade }.map {
                                $0 <= traces[place].fullAt ?? .infinity
                            }
                            delays.append(isInTime == true ? delay.map { $0 * 60 } : nil)
                        } else {
                            alarms += Counting.episodes(voice.ticket)
                            nodes += 1
                        }
                    }
                }
                cells.append(DetectionBenchmark.cell(delays))
                if change == .leak, count == 6 {
                    section.add(
                        "upgrade of 6 of 13: leak from memory alone",
                        Counting.summary(delays).median,
                        "min",
                        .atMost(60)
                    )
                }
            }
            section.add(
                "upgrade that \(change.rawValue): false alarms on other nodes",
                Double(alarms) / (Double(nodes) * days / 7),
                "a node-week",
                note: "\(alarms) in \(nodes) nodes of \(NumberText.brief(days)) days"
            )
            if change == .leak {
                section.remarks.append("| leak | " + cells.joined(separator: " | ") + " |")
            }
        }
    }

    private static func play(
        _ change: Change,
        upgraded count: Int,
        of size: Int,
        _ numbers: inout ModelNumbers
    ) -> ([LeakTrace], [LeakReplay.Voice]) {
        var model = change == .collector ? LeakModel.all[2] : LeakModel.all[0]
        if change == .cache { model.lineShare = 1 }
        let traces = (0..<size).map { place in
            LeakTrace(
                model,
                days: days,
                leak: change == .leak && place < count ? (1330, upgrade) : nil,
                restartsAt: place < count ? [0, upgrade] : [0],
                &numbers
            )
        }
        var replay = LeakReplay(nodes: size, limit: model.limit)
        let voices = replay.play(traces, from: 0, offset: 0) { place, time in
            place < count && time >= upgrade ? "3.2.1" : "3.2.0"
        }
        return (traces, voices)
    }

    /// A channel that nobody reads on the upgraded nodes, and bursts of messages on the others.
    static func queues(_ options: DetectionBenchmark.Options, _ section: inout Section) {
        var numbers = ModelNumbers(seed: options.seed &* 43 + 7)
        var delays: [Double?] = []
        var alarms = 0
        var nodes = 0
        for _ in 0..<options.nodes {
            let pace = numbers.within(6...20)
            let found = queues(pace: pace, hours: 8, &numbers)
            for (place, minutes) in found.enumerated() {
                if place < 6 {
                    delays.append(minutes)
                } else {
                    alarms += minutes == nil ? 0 : 1
                    nodes += 1
                }
            }
        }
        let summary = Counting.summary(delays)
        section.add(
            "upgrade of 6 of 13: leak from its channel",
            summary.median,
            "min",
            .atMost(15),
            note: DetectionBenchmark.cell(delays) + " of 6 to 20 unread messages a minute"
        )
        section.add(
            "channels that are read in bursts: false alarms",
            Double(alarms) / Double(nodes),
            "a node",
            .atMost(0.01),
            note: "\(nodes) nodes of 8 hours"
        )
    }

    /// Minutes until each of 13 nodes is named; the first six read no message.
    private static func queues(
        pace: Double,
        hours: Int,
        _ numbers: inout ModelNumbers
    ) -> [Double?] {
        let ids = (0..<13).map { NodeID("node-\($0)") }
        var detector = LeakDetector(
            fleet: Fleet(
                name: "channels",
                nodes: ids.map { Node(id: $0, role: "one", probes: []) },
                polling: Polling(interval: .seconds(15))
            )
        )
        var unread = [Double](repeating: 0, count: ids.count)
        var found = [Double?](repeating: nil, count: ids.count)
        for step in 0..<(hours * 240) {
            let at = Timestamp(seconds: LeakReplay.epoch + Int64(step * 15))
            for (place, id) in ids.enumerated() {
                if place < 6 {
                    unread[place] += Double(numbers.count(mean: pace / 4))
                } else {
                    // Read at once as a rule; now and then a burst that drains over minutes.
                    unread[place] = (unread[place] * 0.9).rounded(.down)
                    unread[place] += Double(numbers.count(mean: 2))
                    if numbers.share() < 0.002 { unread[place] += numbers.within(50...400) }
                }
                detector.observe(
                    Observation(
                        node: id,
                        probeIndex: 0,
                        at: at,
                        latency: .milliseconds(20),
                        samples: [Sample(.backlog, unread[place])]
                    )
                )
            }
            for case .stands(let finding) in detector.judge(at: at, versions: [:]) {
                guard let place = ids.firstIndex(where: { finding.id == SignalID("queue/\($0)") })
                else { continue }
                found[place] = found[place] ?? Double(step + 1) / 4
            }
        }
        return found
    }
}
