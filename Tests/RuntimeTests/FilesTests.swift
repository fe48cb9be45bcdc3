import EventStore
import FoundationEssentials
import GRDB
import Glibc
import IncidentLog
import Runtime
import SQLiteStore
import TestSupport
import Testing

struct PlacesTests {
    @Test func `one folder takes everything when it is named`() {
        let places = Places(environment: [
            "TOCSIN_HOME": "/srv/tocsin", "XDG_CONFIG_HOME": "/x", "HOME": "/home/ada",
        ])
        #expect(places.fleetFile == "/srv/tocsin/fleet.yaml")
        #expect(places.store == "/srv/tocsin/log.sqlite")
        #expect(places.drills == "/srv/tocsin/drills")
        #expect(places.themes == "/srv/tocsin/themes")
    }

    @Test func `the folders of the desktop come next`() {
        let places = Places(environment: [
            "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "HOME": "/home/ada",
        ])
        #expect(places.fleetFile == "/c/tocsin/fleet.yaml")
        #expect(places.themes == "/c/tocsin/themes")
        #expect(places.store == "/s/tocsin/log.sqlite")
        #expect(places.drills == "/s/tocsin/drills")
    }

    @Test(arguments: [["XDG_CONFIG_HOME": "conf", "XDG_STATE_HOME": ""], ["TOCSIN_HOME": ""], [:]])
    func `relative and empty paths are passed over for the home folder`(
        variables: [String: String]
    ) {
        let home = variables.merging(["HOME": "/home/ada"]) { mine, _ in mine }
        let places = Places(environment: home)
        #expect(places.fleetFile == "/home/ada/.config/tocsin/fleet.yaml")
        #expect(places.store == "/home/ada/.local/state/tocsin/log.sqlite")
    }
}

struct FileTextTests {
    @Test func `what is written is read back, and missing folders are made`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a/b/fleet.yaml")
        try FileText.write("fleet: ä\n", to: path)
        #expect(try FileText.read(path) == "fleet: ä\n")
        #expect(try folder.mode("a/b") == 0o700)
        #expect(try folder.mode("a/b/fleet.yaml") == 0o600)
    }

    @Test func `a file is replaced whole, and nothing else stays behind`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("fleet.yaml")
        try FileText.write(String(repeating: "long ", count: 1000), to: path)
        try FileText.write("short", to: path)
        #expect(try FileText.read(path) == "short")
        #expect(try folder.names() == ["fleet.yaml"])
    }

    @Test func `a write that fails leaves the old file as it was`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("fleet.yaml")
        try FileText.write("old", to: path)
        // Something of that name is in the way of the new file.
        try FileManager.default.createDirectory(
            atPath: path + ".new",
            withIntermediateDirectories: false
        )
        #expect(throws: FileText.Failure.self) { try FileText.write("new", to: path) }
        #expect(try FileText.read(path) == "old")
    }

    @Test func `a link in the place of the new file is not followed`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("fleet.yaml")
        let victim = folder.path("victim")
        try FileText.write("precious", to: victim)
        symlink(victim, path + ".new")
        try FileText.write("new", to: path)
        #expect(try FileText.read(victim) == "precious")
        #expect(try FileText.read(path) == "new")
        // Nor is one that points to nothing made into a file.
        symlink(victim + "2", path + ".new")
        try FileText.write("newer", to: path)
        #expect(try folder.names() == ["fleet.yaml", "victim"])
    }

    @Test func `the lock of a drill is no link`() throws {
        let folder = try TemporaryFolder()
        let drill = folder.path("drill")
        try FileText.makeFolder(of: drill + "/lock")
        symlink(folder.path("victim"), drill + "/lock")
        #expect(throws: FileText.Failure.self) { try DrillFolder.claim(drill) }
        #expect(try folder.names() == ["drill"])
    }

    @Test func `it is told who else may write to a file`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("fleet.yaml")
        try FileText.write("x", to: path)
        #expect(try FileText.readWithWriters(path).writers.problem == nil)
        chmod(path, 0o664)
        let group = try FileText.readWithWriters(path).writers
        #expect(!group.isOpenToAll)
        #expect(group.problem == "its group may write to it: chmod g-w '\(path)'")
        chmod(path, 0o646)
        let all = try FileText.readWithWriters(path).writers
        #expect(all.isOpenToAll)
        #expect(all.problem?.contains("chmod go-w") == true)
        chmod(path, 0o600)
        chmod(folder.path(""), 0o777)
        #expect(try FileText.readWithWriters(path).writers.isOpenToAll)
        // As in /tmp, nobody can replace the files of others.
        chmod(folder.path(""), 0o1777)
        #expect(try FileText.readWithWriters(path).writers.problem == nil)
    }

    @Test func `a missing file is named`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("none.yaml")
        #expect(!FileText.exists(path))
        let error = #expect(throws: FileText.Failure.self) { try FileText.read(path) }
        #expect(error?.message == "cannot read \(path): No such file or directory")
    }

    @Test func `a folder is not read as a file`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: FileText.Failure.self) { try FileText.read(folder.path) }
    }

    @Test func `a file beyond 16 MiB is not read`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("large")
        let limit = String(repeating: "x", count: 16 << 20)
        try FileText.write(limit, to: path)
        #expect(try FileText.read(path).utf8.count == 16 << 20)
        try FileText.write(limit + "x", to: path)
        let error = #expect(throws: FileText.Failure.self) { try FileText.read(path) }
        #expect(error?.message == "\(path) is larger than 16 MiB")
    }

    @Test func `broken UTF-8 is replaced`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("broken")
        try Data([0x66, 0xFF, 0x67]).write(to: URL(filePath: path))
        #expect(try FileText.read(path) == "f\u{FFFD}g")
    }
}

struct LogVerificationTests {
    /// Writes a log of notes, lets `damage` change the file, and verifies it.
    private func verification(
        notes: Int,
        damage: (Database) throws -> Void = { _ in }
    ) async throws -> (LogVerification, [String]) {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        let session = Session(log, clock: SettableClock())
        try await session.perform(
            (1...notes).map { .entry(.note(nil, text: "note \($0)")) },
            by: .ada
        )
        await log.close()
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            // The rules of the log refuse changes: whoever damages it takes them away first.
            for name in try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ) { try db.execute(sql: "DROP TRIGGER \(name)") }
            try damage(db)
        }
        try queue.close()
        let progress = Collected<String>()
        let damaged = try SQLiteEventLog(path: path, mode: .inspect)
        let result = await LogVerification.verify(damaged) { progress.add($0) }
        await damaged.close()
        return (try result.get(), progress.all)
    }

    @Test func `a whole log verifies to its last hash`() async throws {
        let (result, progress) = try await verification(notes: 5)
        #expect(result.verifiedCount == 5)
        #expect(result.damage == nil)
        #expect(result.tip.count == 64)
        #expect(progress.isEmpty)
    }

    @Test func `the first bad entry is found, not the second`() async throws {
        let (result, _) = try await verification(notes: 9) { db in
            try db.execute(
                sql:
                    "UPDATE entry SET payload = replace(payload, 'note', 'nope') WHERE sequence IN (4, 7)"
            )
        }
        #expect(result.verifiedCount == 3)
        #expect(result.damage?.sequence == 4)
        #expect(result.damage?.problem == "its text differs from what was written")
    }

    @Test func `a missing entry is found where the chain breaks`() async throws {
        let (result, _) = try await verification(notes: 5) { db in
            try db.execute(sql: "DELETE FROM entry WHERE sequence = 2")
        }
        #expect(result.verifiedCount == 1)
        #expect(result.damage?.sequence == 3)
    }

    @Test func `a long log tells how far it has come`() async throws {
        let (result, progress) = try await verification(notes: 4100)
        #expect(result.verifiedCount == 4100)
        #expect(progress == ["verified 2000 entries", "verified 4000 entries"])
    }
}
