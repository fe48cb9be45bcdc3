import Glibc
import GRDBSQLite

/// A folder of one test, gone afterwards.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/tocsin-files-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit {
        chmod(path, 0o700)
        for name in names {
            unlink(path + "/" + name)
            rmdir(path + "/" + name)
        }
        rmdir(path)
    }

    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func write(_ bytes: [UInt8], to name: String) -> String {
        let file = path + "/" + name
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        return file
    }

    func write(_ text: String, to name: String) -> String { write(Array(text.utf8), to: name) }

    func bytes(of name: String) -> [UInt8] {
        let descriptor = open(path + "/" + name, O_RDONLY)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &chunk, chunk.count), count > 0 {
            bytes += chunk[..<count]
        }
        return bytes
    }
}

/// A database that a test makes, open until it is closed.
final class WritableDatabase {
    private var handle: OpaquePointer?

    init(_ path: String, _ sql: String) {
        sqlite3_open(path, &handle)
        run(sql)
    }

    deinit { sqlite3_close(handle) }

    func run(_ sql: String) {
        sqlite3_exec(handle, sql, nil, nil, nil)
    }

    /// The tables of a Waku node of 2021.
    static let waku = """
        PRAGMA user_version = 1;
        CREATE TABLE Peer(peerId BLOB PRIMARY KEY, storedInfo BLOB, connectedness INTEGER);
        CREATE TABLE Message(id BLOB PRIMARY KEY, timestamp INTEGER NOT NULL, payload BLOB);
        INSERT INTO Message SELECT randomblob(32), value, randomblob(300) FROM (
            WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 500)
            SELECT value FROM n);
        """
}
