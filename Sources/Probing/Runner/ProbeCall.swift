import HostAccess
import FleetModel
import Primitives

/// Whose poll this is, for the probes that must know it.
struct ProbeCall: Sendable {
    /// Names one probe of a fleet.
    struct Key: Hashable {
        var node: NodeID
        /// The place of the probe in the fleet file.
        var index: Int
    }

    var key: Key
    /// When the poll began.
    var at: Timestamp
    /// When it must be done.
    var deadline: HostDeadline
}
