package import IncidentLog
import Primitives

/// Why a call is not carried out, whether the parser or the rule book says so.
package struct CommandProblem: Error, Equatable, Sendable {
    /// The sentence for a person: what, why, what to do.
    package let message: String
    /// The argument that it concerns, by its name; nil for none in particular.
    package let argument: String?
    /// Whether a rule holds it back, which decides the exit code.
    package let isHeld: Bool

    /// Words that make no sense.
    package init(_ message: String, argument: String? = nil) {
        self.message = message
        self.argument = argument
        isHeld = false
    }

    /// What the rule book says.
    package init(_ refusal: Refusal) {
        message = refusal.reason
        argument = refusal.argument
        isHeld = refusal.kind == .held
    }
}
