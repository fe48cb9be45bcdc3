import IncidentCore
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

    /// How long to wait; `0s` does not wait.
    static func wait(_ text: String) throws(Failure) -> Duration {
        try read { () throws(TypedText.Problem) in
            try TypedText.duration(text, examples: "20s", takesZero: true)
        }
    }

    static func time(_ text: String?) throws(Failure) -> Timestamp? {
        guard let text else { return nil }
        return try read { () throws(TypedText.Problem) in
            try TypedText.time(text, before: RealClock().now)
        }
    }

    static func severity(_ text: String) throws(Failure) -> Severity {
        try read { () throws(TypedText.Problem) in try TypedText.severity(text) }
    }

    static func status(_ text: String) throws(Failure) -> IncidentStatus {
        try read { () throws(TypedText.Problem) in try TypedText.status(text) }
    }

    static func cause(_ text: String) throws(Failure) -> ImpactCause {
        try read { () throws(TypedText.Problem) in try TypedText.cause(text) }
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
