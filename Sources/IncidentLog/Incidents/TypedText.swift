package import Primitives

/// What people type: read alike, and refused in the same words, on the screen and on the command
/// line.
package enum TypedText {
    /// Why a text that was typed cannot be taken.
    package struct Problem: Error, Equatable, Sendable {
        /// The sentence for a person: what it is not, and what to write.
        package let message: String
    }

    /// A duration such as `30m`, of more than nothing unless `0s` means something here; `examples`
    /// says what may be written.
    ///
    /// - Throws: When the text is not one.
    package static func duration(
        _ text: String,
        examples: String = "30m, 2h or 3d",
        takesZero: Bool = false
    ) throws(Problem) -> Duration {
        guard let duration = Duration(text: text), takesZero || duration > .zero else {
            throw Problem(message: "'\(text)' is not a duration; write \(examples)")
        }
        return duration
    }

    /// A moment before `now`; a clock time without `Z` is meant `zone` ahead of UTC.
    ///
    /// - Throws: When the text is not one.
    package static func time(
        _ text: String,
        before now: Timestamp,
        zone: Duration = .zero
    ) throws(Problem) -> Timestamp {
        guard let time = Timestamp(text, before: now, zone: zone) else {
            throw Problem(
                message: "'\(text)' is not a time; write -15m, 08:00 or 2021-07-09T08:00"
            )
        }
        return time
    }

    /// A severity, such as `2` or `sev2`.
    ///
    /// - Throws: When the text is not one.
    package static func severity(_ text: String) throws(Problem) -> Severity {
        guard let severity = Severity(text: text) else {
            throw Problem(message: "'\(text)' is not a severity; write 1, 2, 3 or 4")
        }
        return severity
    }

    /// A state of an incident by its word.
    ///
    /// - Throws: When the text is not one.
    package static func status(_ text: String) throws(Problem) -> IncidentStatus {
        guard let status = IncidentStatus(rawValue: text.lowercased()) else {
            let known = IncidentStatus.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(message: "'\(text)' is not a state; states: \(known)")
        }
        return status
    }

    /// What caused an impact, by its word.
    ///
    /// - Throws: When the text is not one.
    package static func cause(_ text: String) throws(Problem) -> ImpactCause {
        guard let cause = ImpactCause(rawValue: text) else {
            let known = ImpactCause.allCases.map(\.rawValue).joined(separator: " or ")
            throw Problem(message: "'\(text)' is not a cause; write \(known)")
        }
        return cause
    }

    /// The incident that a number or an identifier means.
    package static func incident(_ text: String) -> IncidentID {
        Int(text).map { IncidentID(number: $0) } ?? IncidentID(text.uppercased())
    }

    /// What sort of reason an exception has, by its word.
    ///
    /// - Throws: When the text is not one.
    package static func reasonClass(
        _ text: String
    ) throws(Problem) -> PolicyException.ReasonClass {
        guard let reason = PolicyException.ReasonClass(rawValue: text.lowercased()) else {
            let known = PolicyException.ReasonClass.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(message: "'\(text)' is no class of reasons; write one of \(known)")
        }
        return reason
    }

    /// The exception that a number or an identifier means.
    package static func exception(_ text: String) -> ExceptionID {
        Int(text).map { ExceptionID(number: $0) } ?? ExceptionID(text.uppercased())
    }

    /// The change that a number or an identifier means.
    package static func change(_ text: String) -> ChangeID {
        Int(text).map { ChangeID(number: $0) } ?? ChangeID(text.uppercased())
    }

    /// The answer of a party, by its word.
    ///
    /// - Throws: When the text is not one.
    package static func answer(_ text: String) throws(Problem) -> Vote.Answer {
        guard let answer = Vote.Answer(rawValue: text.lowercased()) else {
            let known = Vote.Answer.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(message: "'\(text)' is not an answer; write \(known)")
        }
        return answer
    }

    /// The planned work that a number or an identifier means.
    package static func maintenance(_ text: String) -> MaintenanceID {
        Int(text).map { MaintenanceID(number: $0) } ?? MaintenanceID(text.uppercased())
    }
}
