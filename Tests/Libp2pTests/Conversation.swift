import Cryptography
import FoundationEssentials
import Testing

@testable import Libp2p

/// A dialogue and a peer in memory, with a clock of their own.
struct Conversation {
    var dialogue: PeerDialogue
    var peer: ScriptedPeer
    var now = Duration.zero
    /// Everything that the peer sent, in order.
    private(set) var heard: [UInt8] = []

    init(_ question: PeerQuestion = PeerQuestion(), with peer: ScriptedPeer = ScriptedPeer()) throws
    {
        dialogue = try .probe(question)
        self.peer = peer
    }

    /// Runs until the dialogue is finished or both wait for ever; each exchange takes a
    /// millisecond.
    mutating func run() throws {
        while !dialogue.isFinished {
            let sent = dialogue.takeOutput()
            if !sent.isEmpty {
                let answer = try peer.receive(sent)
                now += .milliseconds(1)
                heard += answer
                if !answer.isEmpty { dialogue.receive(answer, at: now) }
                if peer.isClosed {
                    now += .milliseconds(1)
                    dialogue.receiveEnd(at: now)
                }
            } else if let due = dialogue.wakeAt {
                now = due
                dialogue.wake(at: now)
            } else {
                break
            }
        }
        _ = try peer.receive(dialogue.takeOutput())
    }

    /// The report of a whole conversation.
    static func report(
        _ question: PeerQuestion = PeerQuestion(),
        with peer: ScriptedPeer
    ) throws -> PeerReport {
        var conversation = try Conversation(question, with: peer)
        try conversation.run()
        return conversation.dialogue.report
    }
}

extension PeerIdentity {
    init(seed: [UInt8], staticSecret: [UInt8]) throws {
        self.init(
            try #require(SigningKey(seed: seed)),
            staticSecret: staticSecret
        )
    }
}

extension PeerDialogue {
    /// A dialogue whose every byte is known beforehand.
    static func probe(_ question: PeerQuestion = PeerQuestion()) throws -> PeerDialogue {
        PeerDialogue(
            question,
            as: try PeerIdentity(
                seed: [UInt8](repeating: 1, count: 32),
                staticSecret: [UInt8](repeating: 2, count: 32)
            ),
            secrets: Secrets(
                ephemeral: [UInt8](repeating: 3, count: 32),
                ping: [UInt8](repeating: 4, count: 32)
            )
        )
    }
}
