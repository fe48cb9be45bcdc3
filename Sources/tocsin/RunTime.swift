import Primitives
import Runtime
import Synchronization

/// What time it is for this run of the program: that of the machine, or of the drill that is being
/// played on the log that is used.
enum RunTime {
    private static let followed = Mutex<DrillClock?>(nil)

    /// Goes by the time of the drill whose log this is, if somebody plays it.
    static func follow(besideLog store: String) {
        guard let time = DrillTime.read(besideLog: store) else { return }
        followed.withLock { $0 = DrillClock(following: time) }
    }

    /// Whether it is the time of a drill.
    static var isDrill: Bool { followed.withLock { $0 != nil } }

    /// The clock of this run.
    static var clock: any SessionClock { followed.withLock { $0 } ?? RealClock() }

    /// The present moment.
    static var now: Timestamp { clock.now }
}
