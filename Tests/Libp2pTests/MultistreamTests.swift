import TestSupport
import Testing

@testable import Libp2p

struct MultistreamTests {
    private func lines(_ texts: String...) -> [UInt8] { texts.flatMap(Multistream.message) }

    @Test func `the first bytes are those of the specification`() throws {
        let expected = "13" + "2f6d756c746973747265616d2f312e302e300a" + "07" + "2f6e6f6973650a"
        #expect(MultistreamDialler("/noise").opening == (try [UInt8](hex: expected)))
    }

    @Test func `the next proposal follows a refusal, whatever the pieces`() throws {
        var dialler = MultistreamDialler("/a", ["/b", "/c"])
        var queue = ByteQueue()
        var reply: [UInt8] = []
        for byte in lines(Multistream.header, "na", "na", "/c") + [42] {
            queue.append([byte])
            let (more, outcome) = try dialler.receive(&queue)
            reply += more
            if outcome == .selected("/c") { break }
            #expect(outcome == .waiting)
        }
        #expect(reply == lines("/b", "/c"))
    }

    @Test func `a refusal of the last proposal is the end`() throws {
        var dialler = MultistreamDialler("/a")
        var queue = ByteQueue()
        queue.append(lines(Multistream.header, "na"))
        #expect(try dialler.receive(&queue).outcome == .refused)
    }

    @Test func `what follows the agreement stays in the queue`() throws {
        var dialler = MultistreamDialler("/a")
        var queue = ByteQueue()
        queue.append(lines(Multistream.header, "/a") + [1, 2])
        #expect(try dialler.receive(&queue).outcome == .selected("/a"))
        #expect(queue.takeAll() == [1, 2])
    }

    @Test func `another protocol than the proposed one is no agreement`() {
        var dialler = MultistreamDialler("/a")
        var queue = ByteQueue()
        queue.append(lines(Multistream.header, "/b"))
        #expect(throws: Libp2pError.self) { try dialler.receive(&queue) }
    }

    @Test(
        arguments: [[0x00], [0x02, 0x61, 0x62], [0xFF, 0x7F], [0x02, 0xFF, 0x0A]] as [[UInt8]]
    )
    func `what is no line is refused`(_ bytes: [UInt8]) {
        var queue = ByteQueue()
        queue.append(bytes)
        #expect(throws: Libp2pError.self) { try Multistream.take(from: &queue) }
    }

    @Test func `a listener refuses until it hears what it speaks`() throws {
        var listener = MultistreamListener()
        var queue = ByteQueue()
        queue.append(lines(Multistream.header, "ls", "/a", "/b") + [5])
        let turn = try listener.receive(&queue) { $0 == "/b" }
        #expect(turn.reply == lines(Multistream.header, "na", "na", "/b"))
        #expect(turn.asked == ["ls", "/a", "/b"])
        #expect(turn.selected == "/b")
        #expect(queue.takeAll() == [5])
    }

    @Test func `a listener does not listen for ever`() {
        var listener = MultistreamListener()
        var queue = ByteQueue()
        queue.append(lines(Multistream.header))
        for _ in 0..<100 { queue.append(lines("/x")) }
        #expect(throws: Libp2pError.self) { try listener.receive(&queue) { _ in false } }
    }
}
