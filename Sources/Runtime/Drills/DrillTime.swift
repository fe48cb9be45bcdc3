import Glibc
import HostAccess
import Primitives
import Synchronization

/// The virtual time of a drill that is being played, as a file beside its log tells others who work
/// on that log.
package struct DrillTime: Equatable, Sendable {
    /// The name of the drill.
    package let name: String
    /// Virtual seconds a second; 0 while the time stands.
    package let speed: Int
    /// The virtual moment at which this was told.
    let moment: Timestamp
    /// The virtual moment that is not passed until more is told.
    let limit: Timestamp
    /// When this was told, in the machine's time.
    let toldAt: Timestamp

    /// The time of the drill whose log this is; nil when nobody plays it at present.
    package static func read(besideLog store: String) -> DrillTime? {
        let path = Self.path(besideLog: store)
        guard FileText.exists(path), let text = try? FileText.read(path) else { return nil }
        let words = text.split(separator: " ", maxSplits: 5).map(String.init)
        guard words.count == 6, let moment = Int64(words[0]), let limit = Int64(words[1]),
            let speed = Int(words[2]), let toldAt = Int64(words[3]),
            let player = ProcessIdentity(words[4]), !player.isGone
        else { return nil }
        return DrillTime(
            name: words[5].trimmed,
            speed: speed,
            moment: Timestamp(milliseconds: moment),
            limit: Timestamp(milliseconds: limit),
            toldAt: Timestamp(milliseconds: toldAt)
        )
    }

    /// The words of the file; nil on a machine on which nobody can tell that a process is gone.
    private var text: String? {
        ProcessIdentity.own.map { own in
            "\(moment.milliseconds) \(limit.milliseconds) \(speed) \(toldAt.milliseconds) "
                + "\(own.text) \(name)\n"
        }
    }

    private static func path(besideLog store: String) -> String {
        (store.lastIndex(of: "/").map { String(store[...$0]) } ?? "") + "drill-time"
    }

    /// Tells others the time of a drill, as often as it takes another course.
    final class Teller: Sendable {
        private let name: String
        private let path: String
        private let clock: DrillClock
        private let told = Mutex<DrillTime?>(nil)

        /// One that tells the time of the drill of this name.
        init(_ name: String, _ clock: DrillClock, besideLog store: String) {
            self.name = name.split(whereSeparator: \.isNewline).joined(separator: " ")
            self.clock = clock
            path = DrillTime.path(besideLog: store)
        }

        /// A drill that hurries goes on many times a second: nobody looks so often.
        private static let shortest: Duration = .milliseconds(200)

        /// Tells what time it is and how it goes on.
        func tell() {
            let time = clock.time(of: name)
            let isNews = told.withLock { told in
                if let told, told.speed == time.speed, time.toldAt - told.toldAt < Self.shortest {
                    return false
                }
                told = time
                return true
            }
            guard isNews, let text = time.text else { return }
            // Who plays alone misses nothing.
            try? FileText.write(text, to: path)
        }

        /// The drill is played no more.
        func end() { unlink(path) }
    }
}
