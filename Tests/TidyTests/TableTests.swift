import Testing

/// Tables whose rows are named constants: each must stand in the list of all.
struct TableTests {
    @Test func `every symptom is in the list of all`() throws {
        let path = "Sources/Detection/Fleet/Symptom+Rows.swift"
        let file = try #require(SourceTree.swiftFiles.first { $0.path == path })
        let rows = file.lines.compactMap { line -> String? in
            let words = line.split(separator: " ")
            let isRow = words.starts(with: ["static", "let"]) && line.contains("= Symptom(")
            return isRow ? words.dropFirst(2).first.map(String.init) : nil
        }
        let start = try #require(file.lines.firstIndex { $0.contains("static let all") })
        let list = file.lines[(start + 1)...].prefix { !$0.contains("]") }
            .flatMap { $0.split { " ,.".contains($0) }.map(String.init) }
        #expect(!rows.isEmpty)
        #expect(Set(rows) == Set(list))
        #expect(rows.count == list.count)
    }
}
