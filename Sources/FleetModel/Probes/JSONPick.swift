package import Primitives

/// A value of a JSON answer that is kept under a name of ours.
package struct JSONPick<Subject>: Equatable, Sendable {
    /// The name it is kept under.
    package var name: Identifier<Subject>
    /// Where it stands, as JSON Pointers (RFC 6901) such as `/blocks`; empty for the whole.
    ///
    /// Numbers at several places are added up, texts are listed.
    package var pointers: [String]

    /// A pick of what stands at these places.
    package init(_ name: Identifier<Subject>, _ pointers: String...) {
        self.init(name, at: pointers)
    }

    /// A pick of what stands at these places.
    package init(_ name: Identifier<Subject>, at pointers: [String]) {
        self.name = name
        self.pointers = pointers
    }
}

/// What is kept of a JSON answer.
package struct JSONPicks: Equatable, Sendable {
    /// The numbers.
    package var samples: [JSONPick<Sample>]
    /// The texts.
    package var facts: [JSONPick<Fact>]

    /// These numbers and texts.
    package init(samples: [JSONPick<Sample>] = [], facts: [JSONPick<Fact>] = []) {
        self.samples = samples
        self.facts = facts
    }

    /// Whether nothing is kept, so that the answer need not be JSON.
    package var isEmpty: Bool { samples.isEmpty && facts.isEmpty }
}
