import CellGrid
import FoundationEssentials
import Testing

@testable import Screens

/// What terminals and locales without Unicode show.
struct ASCIITests {
    @Test func `every mark on every accepted picture has a character of its own`() throws {
        let folder = String(#filePath.dropLast("ASCIITests.swift".count)) + "Goldens"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        var unknown: [Character: String] = [:]
        for name in names where name.hasSuffix(".txt") {
            let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
            for mark in Set(String(decoding: bytes, as: UTF8.self)) where !mark.isASCII {
                var canvas = Canvas(width: 2, height: 1)
                canvas.draw(String(mark), x: 0, y: 0)
                if canvas.inASCII().text().first == "?" { unknown[mark] = name }
            }
        }
        #expect(unknown.isEmpty, "give them a character in CellGrid/ASCIIFallback")
    }
}
