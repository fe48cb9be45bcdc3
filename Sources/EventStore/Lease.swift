package import Primitives

/// What became of asking for a lease.
package enum Lease: Equatable, Sendable {
    /// It belongs to whoever asked; `unfinished` is what another owner was at when its lease ran
    /// out or itself was gone, nil when none was.
    case taken(unfinished: String?)
    /// It belongs to another until then.
    case held(until: Timestamp)
}
