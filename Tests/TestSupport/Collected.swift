import Synchronization

/// A list that several tasks may add to.
package final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    /// An empty list.
    package init() {}

    /// What was added, in its order.
    package var all: [Element] { elements.withLock { $0 } }

    /// Adds one element.
    package func add(_ element: Element) { elements.withLock { $0.append(element) } }

    /// Adds several elements, with none of another task's between them.
    package func add(_ more: [Element]) { elements.withLock { $0 += more } }
}
