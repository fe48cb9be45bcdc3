import Dispatch
import FoundationEssentials
package import Logging
import Runtime
package import Screens
import Synchronization

/// Keeps where the person is on the screen, beyond the end and the death of the program.
///
/// One file beside the store, replaced as a whole; of two open screens the last to move is kept.
package final class PlaceFile: Sendable {
    private let path: String
    private let logger: Logger
    private let state = Mutex(State())
    /// Writes in the background.
    private let queue = DispatchQueue(label: "tocsin.place")

    /// Keys that move the person come in bursts: so long is gathered before the file is written.
    private static let pause: DispatchTimeInterval = .milliseconds(500)
    /// What we write is a hundredth of this, in bytes.
    private static let limit = 65_536

    private struct State {
        /// What is to be written; nil when the file is as it shall be.
        var due: Whereabouts?
        /// Whether a failure was told.
        var hasFailed = false
    }

    /// The file beside this store.
    ///
    /// - Parameter logger: Is told once when the file cannot be read or written.
    package init(store: String, logger: Logger) {
        path = store + ".place"
        self.logger = logger
    }

    /// Where the person was; nil when that was never kept or means nothing, which is said aloud.
    package func read() -> Whereabouts? {
        guard FileText.exists(path) else { return nil }
        do {
            let text = try FileText.read(path)
            guard text.utf8.count <= Self.limit else {
                fail("the screen begins anew: \(path) is far too large")
                return nil
            }
            return try JSONDecoder().decode(Whereabouts.self, from: Data(text.utf8))
        } catch let error as FileText.Failure {
            fail("the screen begins anew: \(error.message)")
        } catch {
            fail("the screen begins anew: \(path) is damaged")
        }
        return nil
    }

    /// Has this written soon; what was to be written before is left out.
    package func keep(_ place: Whereabouts) {
        let isFirst = state.withLock { state in
            defer { state.due = place }
            return state.due == nil
        }
        if isFirst { queue.asyncAfter(deadline: .now() + Self.pause) { self.writeDue() } }
    }

    /// Writes the last place before it returns.
    ///
    /// - Parameters:
    ///   - place: Where the person is; nil for where the file says.
    ///   - hasQuit: Whether the person quit, and wants to begin anew the next time.
    package func finish(_ place: Whereabouts?, hasQuit: Bool) {
        state.withLock { state in
            guard var last = place ?? state.due else { return }
            last.hasQuit = hasQuit
            state.due = last
        }
        queue.sync { writeDue() }
    }

    private func writeDue() {
        let due = state.withLock { state in
            defer { state.due = nil }
            return state.due
        }
        guard let due, let bytes = try? JSONEncoder().encode(due) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        // Another screen may write at the same moment and take the name of the new file away.
        guard let reason = problem(writing: text), problem(writing: text) != nil else { return }
        fail("where you are on the screen is not kept: \(reason)")
    }

    private func problem(writing text: String) -> String? {
        do throws(FileText.Failure) {
            try FileText.write(text, to: path)
            return nil
        } catch {
            return error.message
        }
    }

    private func fail(_ sentence: String) {
        let isNew = state.withLock { state in
            defer { state.hasFailed = true }
            return !state.hasFailed
        }
        if isNew { logger.error("\(sentence)") }
    }
}
