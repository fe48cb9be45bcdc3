import FoundationEssentials

/// The files beside the tests.
func fixture<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "Fixtures").appending(path: name)
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}
