import HostAccess
import IncidentLog
package import Primitives

/// The name under which a service of this process takes channels: nobody else ever has it, and it
/// tells whoever waits for a channel which process to look for.
package enum LeaseOwner {
    /// A new name; without the process where the machine does not tell enough of it.
    package static func new(at now: Timestamp) -> String {
        let id = EntryIDSource().next(at: now).rawValue
        return ProcessIdentity.own.map { "\(id) \($0.text)" } ?? id
    }

    /// Whether it is proved that the process of this name is gone; a name of another machine, and
    /// one without a process, proves nothing.
    package static func isGone(_ name: String) -> Bool {
        guard let space = name.firstIndex(of: " ") else { return false }
        return ProcessIdentity(name[name.index(after: space)...])?.isGone ?? false
    }
}
