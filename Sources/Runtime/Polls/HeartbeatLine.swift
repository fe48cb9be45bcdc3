package import FleetModel
package import Primitives
package import Probing

/// Takes calls of what must call in again and again.
package enum HeartbeatLine {
    /// Why a call could not be kept.
    package struct Failure: Error, Sendable {
        /// The sentence for a person.
        package let message: String
    }

    /// Writes down that a heartbeat called, beside the log; the log itself is not opened.
    ///
    /// - Parameters:
    ///   - fleet: The fleet's name; nil when it is not known.
    ///   - failure: Why what calls has failed; nil when all is well.
    /// - Returns: When it called, as the machine's clock shows it.
    /// - Throws: `Failure` when it cannot be written.
    package static func call(
        _ name: String,
        fleet: String?,
        failure: String?,
        besideLog log: String
    ) throws(Failure) -> Timestamp {
        do throws(HeartbeatFolder.Failure) {
            let folder = HeartbeatFolder(besideLog: log, fleet: fleet)
            return try folder.call(name, failure.map { .failed($0) } ?? .well).at.wall
        } catch {
            throw Failure(message: error.message)
        }
    }
}

extension Fleet {
    /// Where calls are kept that the fleet waits for; nil when it waits for none.
    package func heartbeats(besideLog log: String?) -> HeartbeatFolder? {
        guard let log, !heartbeatNames.isEmpty else { return nil }
        return HeartbeatFolder(besideLog: log, fleet: name)
    }
}
