/// What waits in order, at most so much of it: when there is more, the oldest gives way.
///
/// A ring that grows to its limit, so that neither end costs more when much waits.
struct BoundedBacklog<Element> {
    private var elements: [Element] = []
    /// Where the oldest lies; not 0 only once something has given way.
    private var oldest = 0
    private let limit: Int

    /// - Parameter limit: At least 1.
    init(limit: Int) {
        precondition(limit >= 1, "A backlog has room for something.")
        self.limit = limit
    }

    mutating func append(_ element: Element) {
        guard elements.count == limit else { return elements.append(element) }
        elements[oldest] = element
        oldest = (oldest + 1) % limit
    }

    /// Takes everything out, the oldest first.
    mutating func takeAll() -> [Element] {
        defer { (elements, oldest) = ([], 0) }
        guard oldest > 0 else { return elements }
        return Array(elements[oldest...] + elements[..<oldest])
    }
}
