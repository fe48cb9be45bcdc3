import Glibc
import Synchronization
import Testing

@testable import WebClient

/// Looking names up without being held up by one of them.
@Suite(.timeLimit(.minutes(15)))
struct HostLookupTests {
    @Test(arguments: ["127.0.0.1", "::1", "2001:db8::7"])
    func `addresses need no lookup`(_ host: String) async {
        let lookup = HostLookup { _ in .notFound }
        #expect(await lookup.outcome(of: host) == .found)
        lookup.shutdown()
    }

    @Test
    func `a name that resolved is trusted for a while, one that did not is asked again`() async {
        let asked = Mutex<[String]>([])
        let lookup = HostLookup { host in
            asked.withLock { $0.append(host) }
            return host == "good" ? .found : .notFound
        }
        for host in ["good", "good", "bad", "bad"] {
            #expect(await lookup.outcome(of: host) == (host == "good" ? .found : .notFound))
        }
        #expect(asked.withLock { $0 } == ["good", "bad", "bad"])
        lookup.shutdown()
    }

    @Test
    func `a name without an answer holds up nobody else and can be given up`() async {
        let asked = AsyncStream<Void>.makeStream()
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (exit, entrance) = (ends[0], ends[1])
        let lookup = HostLookup { host in
            guard host == "silent" else { return .found }
            asked.continuation.yield()
            // Blocks as `getaddrinfo` does, until the test closes the other end.
            var byte: UInt8 = 0
            return read(exit, &byte, 1) == 0 ? .found : .noAnswer
        }
        let stuck = Task { await lookup.outcome(of: "silent") }
        for await _ in asked.stream { break }
        #expect(await lookup.outcome(of: "other") == .found)
        stuck.cancel()
        #expect(await stuck.value == nil)
        close(entrance)
        lookup.shutdown()
        close(exit)
    }

    @Test
    func `a name that resolved once stays found until it is known to be gone`() async {
        let answers = Mutex([HostLookup.Outcome.notFound, .noAnswer, .found])
        let asked = AsyncStream<Void>.makeStream()
        let lookup = HostLookup(trustedFor: .zero) { _ in
            asked.continuation.yield()
            return answers.withLock { $0.popLast() ?? .notFound }
        }
        var questions = asked.stream.makeAsyncIterator()
        #expect(await lookup.outcome(of: "node") == .found)
        _ = await questions.next()
        // Asked again behind the scenes: the silent name server changes nothing.
        #expect(await lookup.outcome(of: "node") == .found)
        _ = await questions.next()
        while await lookup.outcome(of: "node") == .found { continue }
        #expect(await lookup.outcome(of: "node") == .notFound)
        lookup.shutdown()
    }
}
