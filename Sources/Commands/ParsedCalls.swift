import CommandTable
import Synchronization

/// The calls that were parsed of late, and what each was read as.
///
/// Help, palette and footer ask about the same few calls with every frame, and to parse their
/// words takes longer than to judge what they mean. Only what follows from the call alone is kept:
/// the moment, the log and the fleet count in `Verb.plan`, which is asked every time.
struct ParsedCalls: ~Copyable, Sendable {
    /// What a call was read as, or what is wrong with its words.
    typealias Reading = Result<any Verb, CommandProblem>

    private let limit: Int
    private let kept = Mutex<[CommandCall: Reading]>([:])

    /// Nothing yet, and at most so many calls.
    init(limit: Int) { self.limit = limit }

    /// How many calls are kept.
    var count: Int { kept.withLock { $0.count } }

    /// What a call was read as; it is parsed when it is not kept.
    func reading(of call: CommandCall, parse: () -> Reading) -> Reading {
        if let known = kept.withLock({ $0[call] }) { return known }
        let reading = parse()
        kept.withLock { kept in
            // Who goes through a long list makes calls that nobody makes again.
            if kept.count >= limit { kept.removeAll(keepingCapacity: true) }
            kept[call] = reading
        }
        return reading
    }
}
