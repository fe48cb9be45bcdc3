import HostAccess
import Primitives
import Runtime
import Testing

/// The names under which services take channels.
struct LeaseOwnerTests {
    private let now = Timestamp(seconds: 1_614_265_330)

    @Test func `a name for leases is this process's own, and it lives`() throws {
        let name = LeaseOwner.new(at: now)
        #expect(name != LeaseOwner.new(at: now))
        #expect(!LeaseOwner.isGone(name))
        let own = try #require(ProcessIdentity.own)
        #expect(name.hasSuffix(" " + own.text))
        let earlier = ProcessIdentity(
            machine: own.machine,
            process: own.process,
            start: own.start + 1
        )
        #expect(LeaseOwner.isGone("01J " + earlier.text))
        for text in ["", "01J", "01J ", "01J x/y/z", "one", "01J 1/2/"] {
            #expect(!LeaseOwner.isGone(text))
        }
    }
}
