/// Where a person is on the screen and how it is arranged, as it is kept beyond the end and the
/// death of the program.
///
/// Names, not values of our own types: what another version wrote, or somebody's hand, is taken as
/// far as it means something.
package struct Whereabouts: Codable, Equatable, Sendable {
    // How the person likes it: kept for good.
    /// Where the dividers of the panes are, by their names.
    var dividers: [String: PaneShare]?
    var logView: String?
    var showsLocalTime: Bool?
    var commands: [String]?
    var grouping: String?
    var sort: String?
    // What the person was at: kept for who was thrown out.
    var incident: String?
    var screen: String?
    var subject: String?
    var pane: String?
    var isZoomed: Bool?
    var isMuted: Bool?
    /// Where the cursors of the lists are, by the names of the lists.
    var lists: [String: InList]?
    /// Whether the person quit: who comes back then begins at the beginning.
    package var hasQuit: Bool?

    /// Where a person is in one list.
    struct InList: Codable, Equatable, Sendable {
        /// The row under the cursor.
        var row: String?
        /// The words that rows must have.
        var filter: String?
    }
}
