extension UnsafeRawBufferPointer {
    /// Where this ASCII text first appears at or after `start`; nil when it does not.
    ///
    /// Horspool's search: pages of hundreds of kilobytes are looked through in long steps.
    func firstOffset(of text: String, from start: Int = 0) -> Int? {
        let needle = Array(text.utf8)
        guard let last = needle.last else { return start }
        var steps = [Int](repeating: needle.count, count: 256)
        for (index, byte) in needle.dropLast().enumerated() {
            steps[Int(byte)] = needle.count - 1 - index
        }
        var end = start + needle.count - 1
        while end < count {
            let byte = self[end]
            if byte == last {
                let first = end - needle.count + 1
                if self[first...end].elementsEqual(needle) { return first }
            }
            end += steps[Int(byte)]
        }
        return nil
    }
}
