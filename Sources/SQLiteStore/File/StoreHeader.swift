package import EventStore
import Glibc
import SQLiteFiles

/// The marks in the first 100 bytes of a SQLite file, read before SQLite opens anything: a file of
/// another program must not even get the side files that SQLite makes.
///
/// https://www.sqlite.org/fileformat2.html#the_database_header
package struct StoreHeader: Equatable, Sendable {
    /// Whose file it is, bytes 68 to 71.
    package let applicationID: Int32
    /// The version of its tables, bytes 60 to 63.
    package let version: Int32

    private static let length = 100
    private static let magic = Array("SQLite format 3\0".utf8)

    /// Marks of these values.
    package init(applicationID: Int32, version: Int32) {
        self.applicationID = applicationID
        self.version = version
    }

    /// The marks that these first bytes of a file hold; nil when it is not a SQLite file.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.length, bytes.starts(with: Self.magic) else { return nil }
        func number(at place: Int) -> Int32 {
            Int32(
                bitPattern: bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
            )
        }
        applicationID = number(at: 68)
        version = number(at: 60)
    }

    /// Reads the first bytes of an open file.
    static func bytes(of descriptor: Int32) throws(StoreError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        let count = pread(descriptor, &bytes, length, 0)
        guard count >= 0 else { throw .failed("it cannot be read: \(StoreFile.reason())") }
        return Array(bytes.prefix(count))
    }

    /// Refuses a file that is not a log which this Tocsin can use as it is asked to.
    ///
    /// - Parameters:
    ///   - path: Where the file is, for the sentence.
    ///   - known: The newest version that can be read.
    ///   - oldestRead: The oldest version that can be read as it is.
    ///   - forWriting: Whether an older file may be brought up to date.
    /// - Throws: `StoreError.notAStore`, `.newer` or `.older`.
    package func check(
        path: String,
        known: Int32 = Int32(StoreSchema.version),
        oldestRead: Int32 = Int32(StoreSchema.oldestRead),
        forWriting: Bool
    ) throws(StoreError) {
        guard applicationID == StoreSchema.applicationID else {
            throw .notAStore(path: path, reason: "it is a database of something else")
        }
        if version > known { throw .newer(path: path, version: Int(version), known: Int(known)) }
        guard version > 0 else {
            throw .notAStore(path: path, reason: "no Tocsin ever made a version \(version) of it")
        }
        if version < oldestRead, !forWriting {
            throw .older(path: path, version: Int(version), known: Int(known))
        }
    }
}
