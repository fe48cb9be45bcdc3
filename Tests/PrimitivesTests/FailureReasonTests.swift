import Primitives
import Testing

struct FailureReasonTests {
    @Test(
        arguments: [
            (.tooLarge(limitBytes: 500), "answer larger than 500 B"),
            (.tooLarge(limitBytes: 64 << 10), "answer larger than 64 KiB"),
            (.tooLarge(limitBytes: 1536), "answer larger than 1536 B"),
            (.tooLarge(limitBytes: 8 << 20), "answer larger than 8 MiB"),
            (.tooLarge(limitBytes: 0), "answer larger than 0 B"),
            (.timedOut(after: .milliseconds(2500)), "timed out after 2.5 s"),
            (.nameServerSilent(host: "node"), "no name server answers for node"),
            (.invalidAddress(.noHost), "the address has no host"),
            (.relayNotMounted, "relay not mounted"),
        ] as [(FailureReason, String)]
    )
    func `a reason is said in a few words`(_ reason: FailureReason, _ sentence: String) {
        #expect(reason.sentence == sentence)
    }
}
