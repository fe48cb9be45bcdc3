import Runtime
import TestSupport
import Testing

@testable import CommandCentre

struct PersonalEditorTests {
    @Test func `what the editor wrote comes back, and the file is gone`() throws {
        let folder = try TemporaryFolder()
        var path = ""
        let text = try PersonalEditor(command: "vi -n", folder: folder.path).edit("before") {
            #expect($0.dropLast() == ["/bin/sh", "-c", "exec vi -n \"$1\"", "sh"])
            path = $0.last ?? ""
            #expect((try? FileText.read(path)) == "before")
            try? FileText.write("after\n", to: path)
            return 0
        }
        #expect(text == "after\n")
        #expect(!FileText.exists(path))
    }

    @Test func `an editor that fails leaves the text as it was and says so`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: PersonalEditor.Problem.self) {
            try PersonalEditor(command: "nothing", folder: folder.path).edit("x") { _ in 127 }
        }
    }
}
