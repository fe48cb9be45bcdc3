import Glibc
import Runtime

/// The person's own editor, for texts that are long: `$VISUAL`, `$EDITOR`, else vi.
struct PersonalEditor {
    private let command: String
    private let folder: String

    /// Why a text was not edited.
    struct Problem: Error {
        /// The sentence for a person.
        let message: String
    }

    init() {
        func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        command = variable("VISUAL") ?? variable("EDITOR") ?? "vi"
        // The runtime folder of the person lies in memory and is nobody else's.
        folder = variable("XDG_RUNTIME_DIR") ?? variable("TMPDIR") ?? "/tmp"
    }

    init(command: String, folder: String) {
        self.command = command
        self.folder = folder
    }

    /// Has a text edited in a file that only the person can read and that is removed again.
    ///
    /// - Parameter run: Runs a program on the terminal and gives its exit code.
    func edit(_ text: String, _ run: ([String]) -> Int32) throws(Problem) -> String {
        var name = Array("\(folder)/tocsin-\(String(repeating: "X", count: 6))".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else {
            throw Problem(message: "no file can be made in \(folder) for the editor")
        }
        close(descriptor)
        let path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(path) }
        do throws(FileText.Failure) {
            try FileText.write(text, to: path)
        } catch {
            throw Problem(message: error.message)
        }
        // The variable may hold options, as the shell reads them.
        let code = run(["/bin/sh", "-c", "exec \(command) \"$1\"", "sh", path])
        guard code == 0 else {
            throw Problem(message: "'\(command)' ended with \(code): your text is as it was")
        }
        do throws(FileText.Failure) {
            return try FileText.read(path)
        } catch {
            throw Problem(message: error.message)
        }
    }
}
