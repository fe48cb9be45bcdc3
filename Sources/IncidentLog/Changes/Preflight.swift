package import Primitives

/// What one look before a change said.
package struct PreflightResult: Codable, Equatable, Sendable {
    /// What was looked at, such as `party needs`.
    package var check: String
    /// What it means for the change.
    package var verdict: Verdict
    /// Whom or what it concerns: a party, a node, a release.
    package var subject: String
    /// What was found, in one line.
    package var text: String

    /// What a look means for the change.
    package enum Verdict: String, Codable, CaseIterable, Sendable {
        /// Nothing speaks against it.
        case pass
        /// Somebody should know of it; it holds nothing back.
        case warn
        /// Nobody is asked before it is put right.
        case fail
    }

    /// What was found by a look at something.
    package init(_ check: String, _ verdict: Verdict, subject: String, _ text: String) {
        self.check = check
        self.verdict = verdict
        self.subject = subject
        self.text = text
    }
}

/// The last preflight of a change.
package struct PreflightState: Codable, Equatable, Sendable {
    /// What was found.
    package internal(set) var results: [PreflightResult]
    /// The plan that it was about.
    package let planHash: String
    /// When it was made.
    package internal(set) var at: Timestamp
    /// Who asked for it.
    package let by: Actor
    /// The entry that tells of it.
    let entry: EntryID

    /// What holds the change back.
    package var failures: [PreflightResult] { results.filter { $0.verdict == .fail } }
}
