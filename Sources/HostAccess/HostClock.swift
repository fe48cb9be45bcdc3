import CProcess

/// What this machine says of its own clock.
package enum HostClock: Equatable, Sendable {
    /// It follows others, and may be off by so much.
    case synchronised(within: Duration)
    /// Nothing keeps it right.
    case free
    /// The machine does not tell.
    case unknown

    /// The clock as it is now.
    package static var now: HostClock {
        var error = 0
        return switch cprocess_clock(&error) {
        case 1: .synchronised(within: .microseconds(error))
        case 0: .free
        default: .unknown
        }
    }
}
