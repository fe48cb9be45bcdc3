import FleetModel
import IncidentLog
import Logging
import Monitoring
import Primitives
import Runtime
import Screens
import TestSupport
import Testing

@testable import CommandCentre

struct MailboxTests {
    @Test func `every answer is kept, and comes after the entries that it speaks of`() {
        let mailbox = Mailbox {}
        for number in 1...20 {
            mailbox.post(.answered(.entry(.note(nil, text: "\(number)")), refusal: nil))
        }
        mailbox.post(.entries([], LogState()))
        mailbox.post(.logRead)
        var answered: [Command] = []
        for case .answered(let command, nil) in mailbox.drain() { answered.append(command) }
        #expect(answered == (1...20).map { .entry(.note(nil, text: "\($0)")) })
    }

    @Test func `entries are all kept, of pictures and drills only the newest`() {
        let wakes = Collected<Int>()
        let mailbox = Mailbox { wakes.add(1) }
        mailbox.post(.fleet(FleetSnapshot()))
        mailbox.post(.fleet(FleetSnapshot(assessments: ["a": NodeAssessment(.down)])))
        for speed in [1, 2] {
            mailbox.post(
                .drill(DrillStatus(name: "d", speed: speed, nextInject: nil, isOver: false))
            )
        }
        var pictures: [FleetSnapshot] = []
        var speeds: [Int] = []
        for message in mailbox.drain() {
            if case .fleet(let snapshot) = message { pictures.append(snapshot) }
            if case .drill(let status) = message { speeds.append(status.speed) }
        }
        #expect(pictures.map(\.assessments.count) == [1])
        #expect(speeds == [2])
        #expect(wakes.all.count == 4)
        #expect(mailbox.drain().isEmpty)
    }

    @Test func `of words that nobody takes the last eight stay`() {
        let mailbox = Mailbox {}
        let problems = ProblemLog(clock: RealClock())
        problems.observe { mailbox.post($0) }
        for number in 1...20 { problems.logger("log").error("\(number)") }
        let words = mailbox.drain().compactMap { message in
            if case .problem(let reason) = message { return reason }
            return nil
        }
        #expect(words == (13...20).map(String.init))
    }
}
