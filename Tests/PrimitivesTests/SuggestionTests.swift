import Primitives
import Testing

/// What helps somebody who mistyped a name.
struct SuggestionTests {
    @Test func `a near name is asked for, else names are told, but not thousands`() {
        let few = ["peers", "memory"]
        #expect(
            Suggestion.hint(for: "pears", among: few, called: "metrics")
                == "; did you mean 'peers'?"
        )
        #expect(
            Suggestion.hint(for: "x", among: few, called: "metrics")
                == "; known metrics: peers, memory"
        )
        let many = (1...2000).map { "node-\($0)" }
        let hint = Suggestion.hint(for: "x", among: many, called: "nodes")
        #expect(hint.hasSuffix("node-30 and 1970 more"))
        #expect(Suggestion.hint(for: "x", among: [], called: "nodes") == "")
    }
}
