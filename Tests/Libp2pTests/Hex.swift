import FoundationEssentials
import Testing

extension [UInt8] {
    /// The bytes of a text of hexadecimal digits.
    init(hex: String) throws {
        let digits = try hex.map { try #require($0.hexDigitValue) }
        self = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}

/// The files beside the tests.
func fixture<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "Fixtures").appending(path: name)
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}
