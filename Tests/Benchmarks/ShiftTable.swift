import Primitives

/// The tables of CPU burn, in minutes, and of slow blocks, in seconds.
enum ShiftTable {
    /// Nodes that share a load; one of eight then uses more.
    static func cpu(_ options: DetectionBenchmark.Options, _ section: inout Section) {
        var numbers = ModelNumbers(seed: options.seed &* 31 + 5)
        let load = ShiftTrace.load(days: 14, &numbers)
        let nodes = (0..<max(16, options.nodes)).map { _ in ShiftTrace.node(load, &numbers) }
        let healthy = ShiftReplay.cpu(nodes)
        let weeks = Double(nodes.count) * 2
        for (word, said) in [("tickets", healthy.ticket), ("pages", healthy.page)] {
            let count = said.reduce(0) { $0 + Counting.episodes($1.dropFirst(288)) }
            section.add(
                "CPU: false \(word)",
                Double(count) / weeks,
                "a node-week",
                note: "\(NumberText.brief(weeks)) node-weeks; reference 0.06"
            )
        }
        section.remarks.append("| CPU, minutes | x1.3 | x1.6 | x2 | x3 |")
        var rows = (ticket: [String](), page: [String]())
        for factor in [1.3, 1.6, 2, 3] {
            var delays = (ticket: [Double?](), page: [Double?]())
            for _ in 0..<options.nodes {
                let at = Int(numbers.within(4...5) * Double(ShiftTrace.perDay))
                let load = ShiftTrace.load(days: 7, &numbers)
                var fleet = (0..<7).map { _ in ShiftTrace.node(load, &numbers) }
                fleet.append(ShiftTrace.node(load, fault: (factor, at), &numbers))
                let said = ShiftReplay.cpu(fleet)
                func minutes(_ said: [Bool]) -> Double? {
                    let day = Array(said.prefix(at / 10 + 288))
                    let delay = Counting.delay(day, leakAt: Double(at) * 30, fullAt: nil)
                    return delay.map { $0 * 60 }
                }
                delays.ticket.append(minutes(said.ticket[7]))
                delays.page.append(minutes(said.page[7]))
            }
            rows.ticket.append(DetectionBenchmark.cell(delays.ticket))
            rows.page.append(DetectionBenchmark.cell(delays.page))
        }
        section.remarks += [
            "| ticket | " + rows.ticket.joined(separator: " | ") + " |",
            "| page | " + rows.page.joined(separator: " | ") + " |",
            "reference: CUSUM against peers 115 / 210 (12 %) | 48 / 58 | 30 / 35 | 25 / 30; "
                + "Mann–Whitney 60 / 132 | 40 / 52 | 35 / 45 | 35 / 42",
        ]
    }

    /// A chain whose slots are missed at random, seen once a slot.
    static func blocks(_ options: DetectionBenchmark.Options, _ section: inout Section) {
        var numbers = ModelNumbers(seed: options.seed &* 37 + 5)
        section.remarks.append("| blocks, seconds | skip 20 % | skip 35 % | skip 60 % | stop |")
        for slot in [6.0, 12.0] {
            let week = Int(7 * 86_400 / slot)
            let weeks = max(8, options.nodes / 2)
            let alarms = (0..<weeks).reduce(0) { sum, _ in
                let said = ShiftReplay.blocks(slots(week, 0.05, &numbers), slot: slot)
                return sum + Counting.episodes(said, pause: 100)
            }
            section.add(
                "blocks, \(NumberText.brief(slot)) s slots: false pages",
                Double(alarms) / Double(weeks),
                "a week",
                note: "\(weeks) weeks; reference 0.03"
            )
            let cells = [0.2, 0.35, 0.6, 1].map { share in
                let delays = (0..<(options.nodes * 2)).map { _ -> Double? in
                    let before = Int(86_400 / slot)
                    let missed =
                        slots(before, 0.05, &numbers)
                        + slots(Int(6 * 3600 / slot), share, &numbers)
                    let said = ShiftReplay.blocks(missed, slot: slot)
                    let found = said.indices.first { $0 >= before && said[$0] && !said[$0 - 1] }
                    return found.map { Double($0 - before + 1) * slot }
                }
                return DetectionBenchmark.cell(delays)
            }
            section.remarks.append(
                "| \(NumberText.brief(slot)) s slots | " + cells.joined(separator: " | ") + " |"
            )
        }
        section.remarks.append(
            "reference: 6 s 432 / 891 | 141 / 238 | 72 / 115 | 42; 12 s 864 / 2028 | 312 / 546 | "
                + "156 / 217 | 84"
        )
    }

    private static func slots(
        _ count: Int,
        _ missed: Double,
        _ numbers: inout ModelNumbers
    ) -> [Bool] {
        (0..<count).map { _ in numbers.share() < missed }
    }
}
