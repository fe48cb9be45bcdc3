/// An earlier line that was called back to be sent again or changed.
struct RecalledLine: Equatable, Sendable {
    /// Its place among the earlier lines.
    var place: Int
    /// What it said: once it is changed, arrows no longer go to other lines.
    var text: String
}
