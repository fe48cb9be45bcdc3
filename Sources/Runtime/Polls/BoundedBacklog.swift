import DequeModule

/// What waits in order, at most so much of it: when there is more, the oldest gives way.
struct BoundedBacklog<Element> {
    private var elements: Deque<Element> = []
    private let limit: Int

    /// - Parameter limit: At least 1.
    init(limit: Int) {
        precondition(limit >= 1, "A backlog has room for something.")
        self.limit = limit
    }

    mutating func append(_ element: Element) {
        if elements.count == limit { elements.removeFirst() }
        elements.append(element)
    }

    mutating func append(_ more: [Element]) {
        for element in more.suffix(limit) { append(element) }
    }

    /// Takes everything out, the oldest first.
    mutating func takeAll() -> [Element] {
        defer { elements = [] }
        return Array(elements)
    }
}
