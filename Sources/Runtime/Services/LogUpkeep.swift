import EventStore
import IncidentLog
import Logging
import Primitives
import Probing

/// What a log needs that is open for long: what it tells is kept for the next start, and its file
/// is checked once a day, whichever of the programs that have it open does it.
struct LogUpkeep: Sendable {
    private let session: Session
    private let logger: Logger

    /// How often the log's state is kept for the next start, if it has moved on.
    private static let keepInterval: Duration = .seconds(300)
    /// How often the file is checked.
    private static let checkInterval: Duration = .seconds(86_400)
    /// Under which name a program takes the check upon itself; no channel has a space in its name.
    private static let checkLease = "log check"

    /// The upkeep of a session's log.
    ///
    /// - Parameter logger: Is told what is wrong with the file.
    init(_ session: Session, logger: Logger) {
        self.session = session
        self.logger = logger
    }

    /// Works until the task is cancelled.
    ///
    /// A program that has just been started has better to do than to read its file whole: the check
    /// waits for the second round.
    func run() async {
        await session.keepState()
        while (try? await ProbeRunner.wait(for: Self.keepInterval)) != nil {
            // A session that nobody refreshes, such as that of `fleet watch`, lags behind.
            try? await session.refresh()
            await session.keepState()
            await checkIfDue()
        }
    }

    /// Checks the file, unless that was done within a day, and reports what is wrong; a damaged
    /// one is checked again in the next round, by whoever comes first.
    func checkIfDue() async {
        let owner = LeaseOwner.new(at: session.clock.wall)
        do throws(StoreError) {
            let now = await session.now
            let lease = try await session.log.lease(
                Self.checkLease,
                owner: owner,
                at: now,
                until: now + Self.checkInterval,
                task: ""
            )
            guard case .taken = lease else { return }
        } catch {
            // Reading and writing say so themselves.
            return
        }
        var isWhole = false
        do throws(StoreError) {
            let damage = try await session.log.fileDamage()
            for damage in damage { logger.critical("\(StoreError.damaged(damage).message)") }
            isWhole = damage.isEmpty
        } catch {
            if !Task.isCancelled { logger.error("the log cannot be checked: \(error.message)") }
        }
        if !isWhole { try? await session.log.release(Self.checkLease, owner: owner) }
    }
}
