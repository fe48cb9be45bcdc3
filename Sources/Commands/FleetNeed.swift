/// How good the fleet file must be for a command.
package enum FleetNeed: Sendable {
    /// The command goes on without it.
    case ifKnown
    /// There may be none, but it must not be wrong.
    case ifAny
    /// There must be one.
    case required
}
