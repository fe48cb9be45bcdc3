import Dispatch
import FoundationEssentials
import Glibc
package import Logging
import Runtime
package import Screens
import Synchronization

/// Keeps what was typed and is not in the log yet, beyond the end and the death of the program.
///
/// Every open screen has a file of its own in a folder beside the store, and a lock that lives as
/// long as the screen: two screens never overwrite one another, and the next one to open takes
/// over what a dead one left.
package final class DraftFolder: Sendable {
    private let folder: String
    private let name: String
    private let logger: Logger
    private let state = Mutex(State())
    /// Writes in the background, one file after the other.
    private let queue = DispatchQueue(label: "tocsin.drafts")

    private struct State {
        /// What is to be written; nil when the file is as it shall be.
        var due: [Draft]?
        /// The open lock of this screen's file; -1 before the first draft.
        var lock: Int32 = -1
        /// Why the last attempt failed; nil after a success.
        var problem: String?
    }

    /// The drafts beside this store.
    ///
    /// - Parameters:
    ///   - name: Tells one open screen from all others.
    ///   - logger: Is told once when drafts can no longer be written.
    package init(store: String, name: String, logger: Logger) {
        folder = store + ".drafts"
        self.name = name
        self.logger = logger
    }

    deinit {
        state.withLock { if $0.lock >= 0 { close($0.lock) } }
    }

    /// Takes over what screens that no longer live left.
    package func takeOver() -> [Draft] {
        let left = namesLeft().sorted().compactMap { name in
            Self.lock("\(folder)/\(name).lock", creates: false).map { (name, $0) }
        }
        let drafts = Drafts(left.flatMap { Self.drafts(in: "\(folder)/\($0.0).json") }).all
        // The old files go only when the new one holds what they held.
        let isKept = drafts.isEmpty || write(drafts)
        for (name, lock) in left {
            if isKept { Self.remove(name, in: folder) }
            close(lock)
        }
        if drafts.isEmpty { rmdir(folder) }
        return drafts
    }

    /// Has these drafts written soon; what was to be written before is left out.
    package func keep(_ drafts: [Draft]) {
        let isFirst = state.withLock { state in
            defer { state.due = drafts }
            return state.due == nil
        }
        if isFirst { queue.async { self.writeDue() } }
    }

    /// Writes these drafts before it returns, and leaves them to the next screen.
    ///
    /// - Returns: Why they could not be written; nil when they are.
    package func finish(_ drafts: [Draft]) -> String? {
        state.withLock { $0.due = drafts }
        queue.sync { writeDue() }
        return state.withLock { state in
            if state.lock >= 0 { close(state.lock) }
            state.lock = -1
            return state.problem
        }
    }

    private func writeDue() {
        let due = state.withLock { state in
            defer { state.due = nil }
            return state.due
        }
        if let due { _ = write(due) }
    }

    /// Replaces the file; without drafts there is none.
    private func write(_ drafts: [Draft]) -> Bool {
        var problem: String?
        do throws(FileText.Failure) {
            try replace(with: drafts)
        } catch {
            problem = "what you type is not kept on the disk: \(error.message)"
        }
        let isNew = state.withLock { state in
            defer { state.problem = problem }
            return state.problem == nil
        }
        if let problem, isNew { logger.error("\(problem)") }
        return problem == nil
    }

    private func replace(with drafts: [Draft]) throws(FileText.Failure) {
        let lock = state.withLock { $0.lock }
        guard !drafts.isEmpty, let bytes = try? JSONEncoder().encode(drafts) else {
            guard lock >= 0 else { return }
            Self.remove(name, in: folder)
            rmdir(folder)
            close(lock)
            state.withLock { $0.lock = -1 }
            return
        }
        let path = "\(folder)/\(name)"
        try FileText.makeFolder(of: path)
        if lock < 0 {
            // Without a lock it is written all the same: at worst two screens show the text.
            let lock = Self.lock("\(path).lock", creates: true) ?? -1
            state.withLock { $0.lock = lock }
        }
        try FileText.write(String(decoding: bytes, as: UTF8.self), to: "\(path).json")
    }

    // MARK: Files

    /// The names under which screens, living or dead, left drafts.
    private func namesLeft() -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let file = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if file.hasSuffix(".lock") { names.append(String(file.dropLast(5))) }
        }
        return names
    }

    /// Locks a file; nil when somebody else holds it or has just removed it.
    private static func lock(_ path: String, creates: Bool) -> Int32? {
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creates ? O_CREAT : 0)
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { return nil }
        var information = stat()
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &information) == 0,
            information.st_nlink > 0
        {
            return descriptor
        }
        close(descriptor)
        return nil
    }

    /// Removes a file of drafts, the lock last.
    private static func remove(_ name: String, in folder: String) {
        unlink("\(folder)/\(name).json")
        unlink("\(folder)/\(name).lock")
    }

    private static func drafts(in path: String) -> [Draft] {
        guard let text = try? FileText.read(path) else { return [] }
        return (try? JSONDecoder().decode([Draft].self, from: Data(text.utf8))) ?? []
    }
}
