import Testing

@testable import ConfigFiles

/// Files of one's own keys, and every mistake in them with its place.
struct KeymapFileTests {
    private func read(_ text: String) -> (KeymapFile.Definition, [String]) {
        let (definition, problems) = KeymapFile.read(
            text,
            file: "keys.yaml",
            commands: ["step pass", "say", "next pane"],
            sets: ["arrows", "vim"],
            isKey: { $0.count == 1 || $0 == "Space" }
        )
        return (definition, problems.map(\.description))
    }

    @Test func `commands get keys, by words or as a list`() {
        let (definition, problems) = read(
            "set: vim\nstep pass: Space x\nsay: [a, b]\nnext pane: none"
        )
        #expect(problems.isEmpty)
        #expect(definition.set == "vim")
        #expect(definition.assignments.map(\.command) == ["step pass", "say", "next pane"])
        #expect(definition.assignments.map(\.keys) == [["Space", "x"], ["a", "b"], []])
        #expect(definition.assignments.map(\.line) == [2, 3, 4])
    }

    @Test(arguments: [
        ("step pas: x", "keys.yaml:1:1: there is no command 'step pas'; did you mean 'step pass'?"),
        ("set: emacs", "keys.yaml:1:6: there is no set of keys 'emacs'; sets: arrows, vim"),
        (
            "say: Foo",
            "keys.yaml:1:6: 'Foo' is no key; keys are named a, A, Ctrl+L, Alt+x, F5, Space, Enter"
        ),
        ("say: {a: b}", "keys.yaml:1:6: keys are written 'a Ctrl+L', or as a list"),
        ("- a", "keys.yaml:1:1: a keymap must be a mapping (key: value), not a list"),
    ])
    func `a mistake is told with its place`(text: String, problem: String) {
        #expect(read(text).1 == [problem])
    }

    @Test func `an empty file says nothing`() {
        #expect(read("").1.isEmpty)
        #expect(read("# nothing yet\n").1.isEmpty)
    }
}
