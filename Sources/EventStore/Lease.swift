package import Primitives

/// What became of asking for a lease.
package enum Lease: Equatable, Sendable {
    /// It belongs to whoever asked; `unfinished` is what another owner was at when its lease ran
    /// out or itself was gone, nil when none was.
    case taken(unfinished: String?)
    /// It belongs to another until then.
    case held(until: Timestamp)
}

/// A lease that somebody has at present.
package struct HeldLease: Equatable, Sendable {
    /// The name of who has it, which nobody else ever has.
    package let owner: String
    /// What the owner is at.
    package let task: String

    /// A lease of an owner who is at something.
    package init(owner: String, task: String) {
        self.owner = owner
        self.task = task
    }
}
