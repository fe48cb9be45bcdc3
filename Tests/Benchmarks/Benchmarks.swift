import Glibc

/// Measures what Tocsin costs, and holds the figures against their budgets.
///
/// `benchmarks [--json] [section …]`; without sections all of them. It starts itself again for
/// what needs a process of its own. `benchmarks detection [--full] [--only PART] [--seed N]
/// [--csv FOLDER]` measures the detectors on other fleets, or on recorded ones.
@main
enum Benchmarks {
    private static let sections: [(name: String, run: @Sendable () throws -> Section)] = [
        ("screen", ScreenBenchmark.run), ("terminal", TerminalBenchmark.run),
        ("memory", MemoryBenchmark.run), ("formats", FormatBenchmark.run),
        ("store", StoreBenchmark.run), ("commands", CommandBenchmark.run),
        ("history", HistoryBenchmark.run),
        ("drill", DrillBenchmark.run), ("probing", ProbingBenchmark.run),
        ("scale", ScaleBenchmark.run), ("endurance", EnduranceBenchmark.run),
        ("detection", DetectionBenchmark.run),
    ]

    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            Report.write("benchmarks: \(error)\n", to: 2)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        switch arguments.first {
        case TerminalWorker.word:
            try TerminalWorker.run(nodes: arguments.last.flatMap { Int($0) } ?? 0)
        case FleetWorker.word: FleetWorker.run(ports: Array(arguments.dropFirst()))
        case ScaleWorker.word: ScaleWorker.run(ports: Array(arguments.dropFirst()))
        case EnduranceWorker.word: EnduranceWorker.run(Array(arguments.dropFirst()))
        case MemoryWorker.word: try MemoryWorker.run(path: arguments.last ?? "")
        case "detection" where arguments.count > 1 && arguments[1] != "--json":
            let options = try DetectionBenchmark.Options(Array(arguments.dropFirst()))
            Report.write(Report.text(try DetectionBenchmark.run(options)))
        default: try measure(arguments)
        }
    }

    private static func measure(_ arguments: [String]) throws {
        let asJSON = arguments.contains("--json")
        let wanted = arguments.filter { $0 != "--json" }
        let names = sections.map(\.name)
        if let wrong = wanted.first(where: { !names.contains($0) }) {
            throw BenchmarkFailure(
                "there is no section '\(wrong)'; sections: \(names.joined(separator: ", "))"
            )
        }
        var done: [Section] = []
        for section in sections where wanted.isEmpty || wanted.contains(section.name) {
            if !asJSON { Report.write("… \(section.name)\r", to: 2) }
            do {
                done.append(try section.run())
            } catch {
                var failed = Section(section.name, method: "not measured")
                failed.remarks.append("\(section.name) was not measured: \(error)")
                done.append(failed)
            }
            if !asJSON, let last = done.last { Report.write(Report.text(last)) }
        }
        if asJSON {
            Report.write(Report.json(done))
        } else {
            let figures = done.flatMap(\.figures)
            let met = figures.count { $0.isMet == true }
            let missed = figures.count { $0.isMet == false }
            Report.write("\(met) budgets met, \(missed) missed\n")
        }
    }
}
