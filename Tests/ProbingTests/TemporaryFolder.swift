import Glibc

/// A folder of one test, gone afterwards.
final class TemporaryFolder {
    let path: String
    private var files: [String] = []

    init() {
        var template = Array("/tmp/tocsin-probing-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit {
        for file in files { unlink(file) }
        rmdir(path)
    }

    func write(_ bytes: [UInt8], to name: String) -> String {
        let file = path + "/" + name
        files.append(file)
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        return file
    }

    func write(_ text: String, to name: String) -> String { write(Array(text.utf8), to: name) }
}
