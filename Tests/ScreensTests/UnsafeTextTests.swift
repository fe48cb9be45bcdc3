import Primitives
import CellGrid

import Testing

/// The screen lets through nothing that another way out replaces.
struct UnsafeTextTests {
    @Test func `no unsafe scalar reaches a cell`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.isUnsafe else { continue }
            for text in [String(scalar), "a\(scalar)b", "👩\(scalar)💻"] {
                let safe = SafeText.clean(text).unicodeScalars
                #expect(!safe.contains(scalar), "U+\(String(value, radix: 16)) in \(text.count)")
            }
        }
    }
}
