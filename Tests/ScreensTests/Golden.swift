import CellGrid
import Glibc
import Testing

/// Compares a picture with the one accepted earlier.
///
/// With `RECORD=1` in the environment the picture is accepted and the test fails once, so that
/// nobody accepts by accident.
func expectGolden(
    _ canvas: Canvas,
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let path = folder + "/\(name).txt"
    let picture = canvas.text() + "\n"
    if getenv("RECORD") != nil {
        write(picture, to: path)
        Issue.record("recorded \(name)", sourceLocation: sourceLocation)
        return
    }
    guard let accepted = read(path) else {
        Issue.record(
            "no picture '\(name)' was accepted yet; look at this one, then run with RECORD=1:\n\(picture)",
            sourceLocation: sourceLocation
        )
        return
    }
    #expect(
        picture == accepted,
        "'\(name)' differs; if it is right, accept it with RECORD=1 make test:\n\(picture)",
        sourceLocation: sourceLocation
    )
}

private let folder = String(#filePath.dropLast("Golden.swift".count)) + "Goldens"

private func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes += chunk[..<count]
    }
}

private func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { return }
    fputs(text, file)
    fclose(file)
}
