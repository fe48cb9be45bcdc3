package import EventStore
import Glibc
internal import GRDB

/// The file of the samples beside a log: where it is, who may write it, what becomes of it when it
/// is damaged.
package enum SampleFile {
    /// The path of the samples that belong to the log at a path: `log.sqlite` has
    /// `log.samples.sqlite` beside it.
    package static func path(besideLog log: String) -> String {
        let ending = ".sqlite"
        let stem = log.hasSuffix(ending) ? String(log.dropLast(ending.count)) : log
        return stem + ".samples" + ending
    }

    /// Renames a damaged file and what belongs to it, so that a new one can begin.
    ///
    /// - Parameter stamp: What tells this file from those set aside before.
    /// - Returns: The new path.
    /// - Throws: `StoreError.failed` when it cannot be renamed.
    package static func setAside(_ path: String, stamp: String) throws(StoreError) -> String {
        let target = path + ".damaged-" + stamp
        guard rename(path, target) == 0 else {
            throw .failed("\(path): \(String(cString: strerror(errno)))")
        }
        for suffix in ["-wal", "-shm"] { rename(path + suffix, target + suffix) }
        return target
    }

    /// Takes the one right to write samples to a file, for as long as the descriptor is open; nil
    /// when another program has it.
    static func lock(_ path: String) throws(StoreError) -> Int32? {
        // Never through a link, which would write to, or make, a file somewhere else.
        let flags = O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(path + ".lock", flags, 0o600)
        guard descriptor >= 0 else {
            throw .failed("\(path).lock: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Gives the right back.
    ///
    /// Closing alone would not: a command that is just being started holds a copy of every
    /// descriptor until it has become its program, and the lock with it.
    static func unlock(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        Glibc.close(descriptor)
    }

    /// A connection that writes.
    ///
    /// A power failure may cost the last seconds, and nothing else: only the log must hold every
    /// entry.
    static var writing: Configuration {
        var configuration = Configuration()
        configuration.label = "samples.writer"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            // Kibibytes: enough for the heads of a large fleet.
            try db.execute(sql: "PRAGMA cache_size = -8192")
        }
        return configuration
    }

    /// Makes the file when there is none, readable by its owner only.
    static func touch(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let reason =
                errno == ELOOP
                ? "is a link; put the file itself there" : String(cString: strerror(errno))
            throw .failed("\(path): \(reason)")
        }
        Glibc.close(descriptor)
    }
}
