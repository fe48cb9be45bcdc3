import IncidentLog
import Primitives
import TestSupport
import Testing

struct IncidentStatusTests {
    private static let allowed: [IncidentStatus: Set<IncidentStatus>] = [
        .triage: [.investigating, .identified, .mitigating, .declined, .cancelled],
        .investigating: [.identified, .mitigating, .monitoring, .merged, .cancelled],
        .identified: [.investigating, .mitigating, .monitoring, .merged, .cancelled],
        .mitigating: [.investigating, .identified, .monitoring, .resolved, .merged],
        .monitoring: [.investigating, .identified, .mitigating, .resolved],
        .resolved: [.inReview, .closed, .investigating],
        .inReview: [.closed, .investigating],
        .closed: [.investigating],
        .declined: [], .merged: [], .cancelled: [],
    ]

    /// A log whose incident stands where `status` says, without the steps that led there.
    private func log(in status: IncidentStatus) throws -> ScriptedLog {
        var log = try ScriptedLog.withIncident(.sev4)
        log.append(
            .incident(.statusChanged(from: .investigating, to: status, reason: nil)),
            of: incident,
        )
        return log
    }

    @Test(arguments: IncidentStatus.allCases, IncidentStatus.allCases)
    func `only the transitions of the table are carried out`(
        from: IncidentStatus,
        to: IncidentStatus,
    ) throws {
        var log = try log(in: from)
        // What else must be true before a state is reached has tests of its own.
        log.append(.incident(.reviewChanged(to: .final, reason: nil)), of: incident)
        let merge = Command.incident(.merge(incident, into: "INC-0002"))
        if to == .merged { try log.run(.declare("the same")) }
        let refusal = log.refusal(to == .merged ? merge : .become(to))
        if Self.allowed[from]?.contains(to) == true {
            #expect(refusal == nil)
        } else {
            #expect(refusal != nil)
        }
    }

    @Test(arguments: [
        (IncidentStatus.triage, IncidentStatus.declined), (.investigating, .cancelled),
        (.monitoring, .investigating), (.closed, .investigating),
    ])
    func `going back or giving up needs a reason`(
        from: IncidentStatus,
        to: IncidentStatus,
    ) throws {
        let log = try log(in: from)
        let said = "say why (a reason is needed to become \(to.rawValue))"
        let refusal = Refusal(.invalid, said, argument: "reason")
        #expect(log.refusal(.become(to, nil)) == refusal)
        #expect(log.refusal(.become(to, " \n")) == refusal)
        #expect(log.refusal(.become(to, "seen again")) == nil)
    }

    @Test func `a refused transition names the possible ones`() throws {
        #expect(
            try log(in: .investigating).refusal(.become(.closed))?.reason
                == "INC-0001 is investigating and cannot become closed; it can become "
                + "identified, mitigating, monitoring, merged, cancelled"
        )
        #expect(
            try log(in: .merged).refusal(.become(.closed))?.reason
                == "INC-0001 is merged and cannot become closed; it is final"
        )
        #expect(
            try log(in: .closed).refusal(.become(.closed))?.reason == "INC-0001 is already closed"
        )
    }

    @Test func `the words of states and severities are those people know`() {
        #expect(IncidentStatus.inReview.label == "IN REVIEW")
        #expect(IncidentStatus.inReview.rawValue == "in-review")
        #expect(Severity.sev2.label == "SEV2")
    }

    @Test(arguments: [
        ("1", Severity.sev1), ("sev2", .sev2), ("SEV3", .sev3), ("Sev4", .sev4), ("0", nil),
        ("5", nil), ("sev", nil), ("", nil), ("high", nil),
    ])
    func `a severity is read from its number`(text: String, severity: Severity?) {
        #expect(Severity(text: text) == severity)
    }

    @Test func `the worse the incident, the sooner the next update`() {
        #expect(
            Severity.allCases.map(\.updateInterval)
                == [.seconds(1200), .seconds(1800), .seconds(14_400), nil]
        )
    }
}
