import Glibc
import HostAccess
import Testing

/// When a process is proved to be gone.
struct ProcessIdentityTests {
    private let one = ProcessIdentity(machine: "boot/pid/time", process: 77, start: 1000)

    @Test(
        arguments: [
            ("boot/pid/time", .absent, true), ("boot/pid/time", .started(1000), false),
            ("boot/pid/time", .started(1001), true), ("boot/pid/time", .hidden, false),
            // Numbers of another machine, another start of it, or another space say nothing.
            ("other/pid/time", .absent, false), ("other/pid/time", .started(1001), false),
            ("", .absent, false),
        ] as [(String, ProcessIdentity.Sighting, Bool)]
    )
    func `gone is only what is proved`(
        machine: String,
        sighting: ProcessIdentity.Sighting,
        isGone: Bool
    ) {
        #expect(one.isGone(seenFrom: machine, sighting) == isGone)
    }

    @Test func `who knows no machine is never proved to be gone`() {
        let nowhere = ProcessIdentity(machine: "", process: 77, start: 1000)
        #expect(!nowhere.isGone(seenFrom: "", .absent))
    }

    @Test func `an identity is read as it was written`() throws {
        let own = try #require(ProcessIdentity.own)
        #expect(own.process == getpid())
        #expect(ProcessIdentity(own.text) == own)
        #expect(!own.text.contains(" "))
        for text in ["", "1/2", "1/2/", "-1/2/m", "x/2/m", "1/x/m", "0/2/m"] {
            #expect(ProcessIdentity(text) == nil, "\(text)")
        }
    }

    @Test func `this process lives, and who had its number before does not`() throws {
        let own = try #require(ProcessIdentity.own)
        #expect(!own.isGone)
        let earlier = ProcessIdentity(
            machine: own.machine,
            process: own.process,
            start: own.start - 1
        )
        #expect(earlier.isGone)
    }

    @Test func `a process that ended is gone once it was collected`() throws {
        let own = try #require(ProcessIdentity.own)
        var child: pid_t = 0
        let argument = strdup("true")
        defer { free(argument) }
        let status = posix_spawn(&child, "/bin/true", nil, nil, [argument, nil], nil)
        try #require(status == 0)
        var result: Int32 = 0
        #expect(waitpid(child, &result, 0) == child)
        let ended = ProcessIdentity(machine: own.machine, process: child, start: own.start)
        #expect(ended.isGone)
    }
}
