import CellGrid
import Glibc
import Testing

@testable import Screens

/// Compares a picture of the model, and the roles that its cells have, with those accepted
/// earlier: `NAME.txt` and `NAME.roles`, at the usual size of terminals also what is shown in a C
/// locale: `NAME.ascii`.
///
/// With `RECORD=1` in the environment the picture is accepted and the test fails once, so that
/// nobody accepts by accident.
func expectGolden(
    _ model: AppModel,
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let canvas = render(model, theme: .plain).canvas
    compare(canvas.text() + "\n", "\(name).txt", sourceLocation)
    if name.hasSuffix(".80x24") {
        compare(canvas.inASCII().text() + "\n", "\(name).ascii", sourceLocation)
    }
    compare(RoleLayer.text(of: model), "\(name).roles", sourceLocation)
}

/// Compares the pictures of a screen at several sizes, one below the other, with those accepted
/// earlier: `NAME.txt`, `NAME.roles`, and for the usual size of terminals `NAME.ascii`.
func expectGoldens(
    _ model: AppModel,
    _ name: String,
    sizes: [(width: Int, height: Int)],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    var (texts, roles) = ("", "")
    for size in sizes {
        var model = model
        model.size = size
        let heading = "\(size.width)x\(size.height)\n"
        let canvas = render(model, theme: .plain).canvas
        texts += heading + canvas.text() + "\n"
        roles += heading + RoleLayer.text(of: model)
        if size == (80, 24) {
            compare(canvas.inASCII().text() + "\n", "\(name).ascii", sourceLocation)
        }
    }
    compare(texts, "\(name).txt", sourceLocation)
    compare(roles, "\(name).roles", sourceLocation)
}

private func compare(_ picture: String, _ name: String, _ sourceLocation: SourceLocation) {
    let path = folder + "/\(name)"
    if getenv("RECORD") != nil {
        write(picture, to: path)
        Issue.record("recorded \(name)", sourceLocation: sourceLocation)
        return
    }
    guard let accepted = read(path) else {
        Issue.record(
            """
            no '\(name)' was accepted yet; look at this one, then run with RECORD=1:
            \(picture)
            """,
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
