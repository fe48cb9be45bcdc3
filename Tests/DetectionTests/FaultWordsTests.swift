import IncidentLog
import Testing

@testable import Detection

struct FaultWordsTests {
    @Test(arguments: Symptom.all)
    func `every symptom has words for an operator`(symptom: Symptom) {
        #expect(FaultWords.words(of: symptom.word) != nil, "\(symptom.word)")
    }

    @Test func `shares say every, some and none`() {
        func sentence(_ counts: [(String, Int, Int)]) -> String {
            NodeShares(
                attribute: .version,
                shares: counts.map { .init(value: $0.0, ill: $0.1, all: $0.2) }
            )
            .sentence
        }
        #expect(
            sentence([("3.2.1", 7, 7), ("3.2.0", 0, 2)])
                == "on every 3.2.1 node (7 of 7), on no 3.2.0 node"
        )
        #expect(
            sentence([("3.2.1", 9, 10), ("3.2.0", 1, 20)])
                == "on 9 of 10 nodes on 3.2.1, on 1 of 20 nodes on 3.2.0"
        )
        #expect(
            sentence([("4", 3, 3), ("3", 0, 2), ("2", 0, 5), ("1", 0, 1)])
                == "on every 4 node (3 of 3), on none of the 8 others"
        )
        let configurations = NodeShares(
            attribute: .config,
            shares: [.init(value: "abc", ill: 2, all: 2), .init(value: "def", ill: 0, all: 3)]
        )
        #expect(
            configurations.sentence
                == "on every node with configuration abc (2 of 2), "
                + "on no node with configuration def"
        )
    }
}
