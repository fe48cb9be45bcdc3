package import Primitives

/// What became of a log since it was last looked at.
package struct FollowedLines: Sendable {
    /// The new lines.
    package var lines = LineBatch()
    /// How many bytes were passed over, because more came than is read at a time.
    package var skippedBytes = 0
    /// How often the log began anew: rotated, truncated, or its command started again.
    package var restarts = 0
    /// When the log was last written to, if its file tells.
    package var writtenAt: Timestamp?
    /// Why the log cannot be followed at the moment; the lines may still hold what came before.
    package var problem: FailureReason?

    /// Nothing.
    package init() {}
}
