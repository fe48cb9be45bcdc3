import EventStore
import Glibc
internal import GRDB
import SQLiteFiles

/// A log in the making: it has another name until it is whole and was read back.
///
/// It is written with a rollback journal, whose every write and flush is checked at the commit;
/// closing a write-ahead log would copy its pages over without a word when that fails.
struct StoreDraft {
    let path: String

    /// Makes a log beside `target` and fills it.
    /// - Throws: What went wrong; nothing is left behind then.
    init(beside target: String, filledBy fill: (Database) throws -> Void = { _ in }) throws {
        path = target + ".new-" + String(UInt64.random(in: .min ... .max), radix: 36)
        let flags = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw StoreError.failed("\(path): \(StoreFile.reason())") }
        close(descriptor)
        do {
            try write(fill)
            try readBack()
        } catch {
            remove()
            let error = StoreError(error, path: path)
            // What is bad at birth says nothing of an old file.
            if case .damaged = error {
                throw StoreError.failed("\(path) was not written whole; look at the disk")
            }
            throw error
        }
    }

    private func write(_ fill: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: path, configuration: StoreFile.writing)
        try StoreSchema.migrate(queue)
        try queue.inDatabase { db in
            try db.inTransaction(.immediate) {
                try fill(db)
                return .commit
            }
        }
        try StoreFile.startWriteAheadLog(queue)
        try queue.close()
    }

    /// Reads the file as the next program will find it.
    private func readBack() throws {
        var status = stat()
        if stat(path + "-wal", &status) == 0, status.st_size > 0 {
            throw StoreError.failed("\(path)-wal could not be emptied")
        }
        let reader = StoreReader(path: path)
        try reader.readNow { db in
            guard case .log(StoreSchema.version) = try StoreSchema.content(of: db, path: path)
            else { throw StoreError.failed("\(path) was not written whole") }
            try StoreSchema.checkParts(db, path: path)
            try StoreSchema.checkPages(db, path: path, thoroughly: true)
        }
        try reader.close()
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError.failed("\(path): \(StoreFile.reason())") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreError.failed("\(path): \(StoreFile.reason())")
        }
    }

    /// Takes away what was made under the draft's name.
    func remove() {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            // Once more, should the disk have had a bad moment.
            if unlink(path + suffix) != 0, errno != ENOENT { unlink(path + suffix) }
        }
    }
}
