/// What every kind of probe answers for itself, so that nobody else tells the kinds apart.
///
/// A new kind conforms to it, and is a case of `ProbeTarget`.
package protocol ProbeDescriptor: Equatable, Sendable {
    /// What is the same of all probes of the kind.
    static var row: ProbeRow { get }

    /// What it turns to.
    var reach: ProbeReach { get }

    /// The names of what it can tell.
    var names: ProbeNames { get }

    /// Everything of it that must not come back in texts.
    var secrets: [Secret] { get }

    /// Adds to a probe of this target what its file leaves to the rest of the fleet.
    func complete(_ spec: inout ProbeSpec, of fleet: Fleet)
}

extension ProbeDescriptor {
    /// Those of its commands.
    package var secrets: [Secret] { reach.commands.flatMap(\.secrets) }

    /// Most need nothing more.
    package func complete(_ spec: inout ProbeSpec, of fleet: Fleet) {}
}

/// What is the same of all probes of one kind.
package struct ProbeRow: Sendable {
    /// The kind's word in files and on screens.
    package let word: String
    /// Whether the answer comes from the node itself, so that silence means that the node is down.
    ///
    /// What is learned beside the node, from its files or from another server, says nothing of it.
    package let reachesNode: Bool
    /// Whether the version that is learned is that of the node's program, rather than of an
    /// exporter or a web server beside it.
    package let tellsOfProgram: Bool

    init(_ word: String, reachesNode: Bool, tellsOfProgram: Bool = false) {
        self.word = word
        self.reachesNode = reachesNode
        self.tellsOfProgram = tellsOfProgram
    }
}
