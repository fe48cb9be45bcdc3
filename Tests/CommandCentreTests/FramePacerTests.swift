import Testing

@testable import CommandCentre

/// When the screen is drawn; moments are milliseconds since the start.
struct FramePacerTests {
    private func drawn(changesIn span: Duration) -> FramePacer {
        var pacer = FramePacer()
        pacer.drew(at: .zero, changesIn: span)
        return pacer
    }

    @Test func `the first frame is due at once`() {
        #expect(FramePacer().isDue(at: .zero))
        #expect(FramePacer().timeout(at: .zero) == .zero)
    }

    @Test func `nothing is drawn before the shown time changes when nothing happens`() {
        let pacer = drawn(changesIn: .seconds(40))
        #expect(!pacer.isDue(at: .milliseconds(39_999)))
        #expect(pacer.timeout(at: .seconds(10)) == .seconds(30))
        #expect(pacer.isDue(at: .seconds(40)))
    }

    @Test func `news is drawn four times a second at most`() {
        var pacer = drawn(changesIn: .seconds(40))
        var frames = 0
        for moment in stride(from: 1, through: 10_000, by: 1) {
            let now = Duration.milliseconds(moment)
            pacer.note(isKey: false, at: now)
            guard pacer.isDue(at: now) else { continue }
            frames += 1
            pacer.drew(at: now, changesIn: .milliseconds(1))
        }
        #expect(frames == 40)
    }

    @Test func `a key is drawn at once, and what it asked for soon after`() {
        var pacer = drawn(changesIn: .seconds(40))
        pacer.note(isKey: true, at: .milliseconds(5))
        #expect(pacer.isDue(at: .milliseconds(5)))
        pacer.drew(at: .milliseconds(6), changesIn: .seconds(40))
        pacer.note(isKey: false, at: .milliseconds(8))
        #expect(!pacer.isDue(at: .milliseconds(8)))
        #expect(pacer.isDue(at: .milliseconds(39)))
    }

    @Test func `a clock that was set is looked at within a minute`() {
        #expect(drawn(changesIn: .seconds(4000)).timeout(at: .zero) == .seconds(60))
    }
}
