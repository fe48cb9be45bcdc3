import CellGrid
import Commands
import IncidentLog
import Monitoring
import Primitives
import Screens

/// The command centre at 200×60 with a fleet and a full log.
struct SampleScreen {
    /// What the screen shows.
    private(set) var model: AppModel
    private var fleet: SampleFleet
    private let log: LogState

    static let size = (width: 200, height: 60)

    /// A screen with this many nodes, polled often enough to fill their histories, and as many
    /// lines in the log as the screen keeps.
    init(nodes: Int, entries: Int = AppModel.entryLimit) throws {
        fleet = try SampleFleet(nodes: nodes)
        var sample = SampleLog(fleet: fleet.fleet)
        model = AppModel(
            fleet: fleet.fleet,
            book: Verbs.book,
            operatorName: "hanno",
            now: fleet.now,
            size: Self.size
        )
        let past = try sample.entries(entries)
        log = sample.state
        _ = model.update(.entries(past, log))
        for _ in 0..<MetricReading.historyLimit { fleet.poll() }
        refresh()
    }

    /// A second later: every node was polled once more.
    mutating func refresh() {
        fleet.poll()
        show(fleet.snapshot(log: log))
    }

    /// The picture of the fleet a second later, not yet taken in.
    mutating func nextSnapshot() -> FleetSnapshot {
        fleet.poll()
        return fleet.snapshot(log: log)
    }

    /// Judges the fleet once more.
    mutating func judge() { _ = fleet.snapshot(log: log) }

    /// Takes a picture of the fleet in.
    mutating func show(_ snapshot: FleetSnapshot) {
        _ = model.update(.clock(fleet.now))
        _ = model.update(.fleet(snapshot))
    }

    /// Takes entries of a log in, those that the screen does not know yet.
    mutating func take(_ entries: [Entry]) {
        var state = model.log
        for entry in entries { state.apply(entry) }
        _ = model.update(.entries(entries, state))
    }

    /// Takes a key in.
    mutating func press(_ key: Key) { _ = model.update(.input(.key(key))) }

    /// Draws the screen.
    func draw(_ theme: Theme = .plain) -> (canvas: Canvas, cursor: (x: Int, y: Int)?) {
        render(model, theme: theme)
    }
}
