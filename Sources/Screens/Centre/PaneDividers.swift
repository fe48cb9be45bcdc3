import CellGrid

/// A border between panes of the command centre that can be moved.
enum PaneDivider: String, CaseIterable, Sendable {
    /// Between what stands at the left and what stands at the right.
    case columns
    /// Below the situation.
    case situation
    /// Between the fleet and the checklist.
    case left
    /// Between the log and the parties.
    case right

    /// Whether it is moved to the left and the right.
    var isVertical: Bool { self == .columns }

    /// Where a divider lies, and how far it can be moved.
    struct Line: Equatable, Sendable {
        /// Its column or its row.
        let place: Int
        /// The columns or rows that it may lie on.
        let range: ClosedRange<Int>
        /// The part of the screen that it divides, from where to how far.
        let room: Range<Int>
        /// Where it begins and ends, along itself.
        let extent: Range<Int>
    }
}

/// Where a person wants a divider, as a part of the room around it, so that it keeps its place in
/// a terminal of another size.
struct PaneShare: Codable, Equatable, Sendable {
    /// The columns or rows before it.
    var before: Int
    /// The columns or rows of the whole room.
    var room: Int

    /// More than any terminal has.
    private static let most = 10_000

    /// Whether it means anything.
    var isSound: Bool { (1...Self.most).contains(room) && (0...room).contains(before) }

    /// The place in a room of this size.
    func place(in room: Int) -> Int { room == self.room ? before : before * room / self.room }
}

/// Splits the room of the panes in two, again and again, where the person wants it and each pane
/// keeps its least size; remembers the dividers.
struct PaneSplitter {
    private let shares: [PaneDivider: PaneShare]
    private(set) var lines: [PaneDivider: PaneDivider.Line] = [:]

    init(_ shares: [PaneDivider: PaneShare]) { self.shares = shares }

    /// The two parts of a room, whose frames share a border.
    ///
    /// - Parameters:
    ///   - usual: The columns or rows of the first part as long as nobody moved the divider.
    ///   - least: Those that the two parts have at least, as far as the usual place gives them.
    mutating func split(
        _ room: Rect,
        at divider: PaneDivider,
        usual: Int,
        least: (Int, Int)
    ) -> (Rect, Rect) {
        let isVertical = divider.isVertical
        let length = isVertical ? room.width : room.height
        let start = isVertical ? room.x : room.y
        let usualPlace = max(0, min(usual, length) - 1)
        let lowest = max(0, min(usualPlace, least.0 - 1))
        let highest = max(usualPlace, length - least.1)
        let place = max(lowest, min(shares[divider]?.place(in: length) ?? usualPlace, highest))
        lines[divider] = PaneDivider.Line(
            place: start + place,
            range: start + lowest...start + highest,
            room: start..<start + length,
            extent: isVertical ? room.y..<room.maxY : room.x..<room.maxX
        )
        let lengths: [Length] = [.fixed(place + 1), .share(1)]
        let parts =
            isVertical ? room.columns(lengths, overlap: 1) : room.rows(lengths, overlap: 1)
        return (parts[0], parts[1])
    }
}
