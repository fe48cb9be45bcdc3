import CommandCentre
import IncidentLog
import Primitives
import Runtime

/// What was typed on the command line, which takes times in UTC: read as on the screen, refused
/// as bad usage.
enum Typed {
    static func duration(
        _ text: String,
        examples: String = "30m, 2h or 3d"
    ) throws(Failure) -> Duration {
        try read { () throws(TypedText.Problem) in
            try TypedText.duration(text, examples: examples)
        }
    }

    static func time(
        _ text: String?,
        before now: Timestamp = RunTime.now
    ) throws(Failure) -> Timestamp? {
        guard let text else { return nil }
        return try read { () throws(TypedText.Problem) in
            try TypedText.time(text, before: now)
        }
    }

    private static func read<Value>(
        _ read: () throws(TypedText.Problem) -> Value
    ) throws(Failure) -> Value {
        do throws(TypedText.Problem) {
            return try read()
        } catch {
            throw Failure(.usage, error.message)
        }
    }
}
