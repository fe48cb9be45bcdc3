import CommandTable
import Primitives

/// The way that a person took from screen to screen: what is shown, and where to go back to.
struct Trail: Sendable {
    /// The screen shown.
    private(set) var here: ScreenRoute
    /// The screens before it, the first one first; none of them twice.
    private var steps: [Step] = []

    /// A way that begins at a screen.
    init(at start: ScreenRoute) { here = start }

    /// A screen that was left, and where the person was on it.
    struct Step: Sendable {
        let route: ScreenRoute
        let scroll: Int
        /// Whether the keys went to what is told beside a list.
        let readsDetail: Bool
        /// Where the person was in the lists of the screen.
        let cursors: [CommandRow.Context: ListCursor]
        /// The moment looked at on the screen of a node, and where its window ends; nil for the
        /// newest and for the present.
        let moment: Timestamp?
        let windowEnd: Timestamp?
    }

    /// How many screens one can go back; who came through more has forgotten the first.
    private static let limit = 50

    /// The screen that comes by going back; nil where the way begins.
    var before: ScreenRoute? { steps.last?.route }

    /// Goes on to a screen that the person has not come through.
    mutating func go(to next: ScreenRoute, from step: Step) {
        steps.append(step)
        if steps.count > Self.limit { steps.removeFirst() }
        here = next
    }

    /// Goes back to a screen that the person came through, or to the one before this; nil when
    /// there is none.
    mutating func goBack(to route: ScreenRoute? = nil) -> Step? {
        let place =
            route.map { route in steps.firstIndex { $0.route == route } }
            ?? steps.indices.last
        guard let place else { return nil }
        let step = steps[place]
        steps.removeSubrange(place...)
        here = step.route
        return step
    }
}
