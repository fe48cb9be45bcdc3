import EventStore
import Monitoring
import Primitives
import Synchronization

/// Lets all who have a log open know of one another: each holds a lease that names the person and
/// what they are at, and reads those of the others.
///
/// It is no part of the log: who looked on is nobody's business later. It goes by the time of the
/// machine, whatever time the log is told in.
final class PresenceService: Sendable {
    private static let prefix = "here/"
    /// How often it is said again, and the others are looked for.
    private static let interval: Duration = .seconds(10)
    /// For how long somebody counts as here of whom nothing more is heard.
    private static let span: Duration = .seconds(25)

    private let log: any EventLog
    private let clock = RealClock()
    private let name: String
    private let owner: String
    private let activity = Mutex("")
    /// Which of the person's seats it has: of those who were killed nothing is left behind but a
    /// seat that the next one takes.
    private let seat = Mutex(0)
    private static let seats = 20
    private let bell: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation

    /// A service for the person of this name; nil for a session that only reads.
    init?(_ session: Session, name: String) {
        guard !session.isReadOnly else { return nil }
        log = session.log
        self.name = Self.line(name)
        owner = LeaseOwner.new(at: clock.wall)
        (bell, ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Says what the person is at.
    func note(_ activity: String) {
        self.activity.withLock { $0 = Self.line(activity) }
        ring.yield()
    }

    /// Tells who else is here, whenever that changes, until the task is cancelled.
    func run(_ tell: @escaping @Sendable ([Colleague]) -> Void) async {
        var told: [Colleague] = []
        await withTaskGroup { group in
            group.addTask { [ring] in
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.interval)
                    ring.yield()
                }
            }
            ring.yield()
            for await _ in bell {
                let others = await others()
                if others != told { tell(others) }
                told = others
            }
            group.cancelAll()
        }
        try? await log.release(key(of: seat.withLock(\.self)), owner: owner)
    }

    private func key(of seat: Int) -> String { "\(Self.prefix)\(name)/\(seat)" }

    /// Takes the seat that it has, or the first that is free, until the next round.
    private func sit(at now: Timestamp) async throws(StoreError) {
        let first = seat.withLock(\.self)
        for place in [first] + Array(0..<Self.seats) {
            let lease = try await log.lease(
                key(of: place),
                owner: owner,
                at: now,
                until: now + Self.span,
                task: "\(name)\n\(activity.withLock(\.self))",
                isGone: LeaseOwner.isGone
            )
            guard case .taken = lease else { continue }
            return seat.withLock { $0 = place }
        }
    }

    /// Who else is here; nobody while the log cannot be read.
    private func others() async -> [Colleague] {
        let now = clock.wall
        do throws(StoreError) {
            try await sit(at: now)
            return try await log.leases(Self.prefix, at: now)
                .filter { $0.owner != owner && !LeaseOwner.isGone($0.owner) }
                .map { lease in
                    let lines = lease.task.split(
                        separator: "\n",
                        omittingEmptySubsequences: false
                    )
                    return Colleague(
                        String(lines.first ?? ""),
                        activity: lines.count > 1 ? String(lines[1]) : ""
                    )
                }
        } catch {
            return []
        }
    }
}
