import CellGrid
import Monitoring

/// How all nodes fare in one line, a cell each, in the order of the fleet file.
///
/// Nodes that share a cell show the worst of them.
struct HeatStrip: Sendable {
    /// How a node fares, the worst last.
    enum Level: UInt8, Comparable, Sendable {
        case healthy, unknown, warning, degraded, critical, down

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

        /// A glyph that tells the levels apart without colour.
        var mark: String {
            switch self {
            case .healthy: "·"
            case .unknown: NodeAssessment.Verdict.unknown.mark
            case .warning, .critical: "▲"
            case .degraded: NodeAssessment.Verdict.degraded.mark
            case .down: NodeAssessment.Verdict.down.mark
            }
        }

        var role: ThemeRole {
            switch self {
            case .healthy: .good
            case .unknown: .stale
            case .warning, .degraded: .warning
            case .critical, .down: .critical
            }
        }
    }

    private let levels: [Level]

    init(_ levels: [Level]) { self.levels = levels }

    /// Whether there is nothing to show.
    var isEmpty: Bool { levels.isEmpty }

    func draw(x: Int, y: Int, width: Int, _ theme: Theme, on canvas: inout Canvas) {
        let cells = Swift.min(width, levels.count)
        for cell in 0..<Swift.max(0, cells) {
            let from = levels.count * cell / cells
            let to = levels.count * (cell + 1) / cells
            let level = levels[from..<to].max() ?? .healthy
            canvas.draw(level.mark, x: x + cell, y: y, style: theme[level.role])
        }
    }
}
