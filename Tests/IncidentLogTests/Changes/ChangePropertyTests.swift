import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// Whatever people and programs ask for, in whatever order.
struct ChangePropertyTests {
    private static let people = [hanno, franck, Actor("arthur"), .tocsin]

    /// What a careful clerk would know, told apart from the log's own fold.
    private struct Clerk {
        var isPreflightGood = false
        var answers: [PartyID: Vote.Answer]?
        var met: Set<PartyID> = []
        var agreedAt: Timestamp?
        var askedBy: Actor?
        var overriddenUntil: Timestamp?
        var isClosed = false

        mutating func forget() { self = Clerk() }

        mutating func settle(_ now: Timestamp) {
            let isGo = ChangedLog.parties.allSatisfy { party in
                answers?[party] == .go || answers?[party] == .goIf && met.contains(party)
            }
            agreedAt = isGo ? agreedAt ?? now : nil
        }

        func mayBegin(_ now: Timestamp) -> Bool {
            if let overriddenUntil, now < overriddenUntil { return true }
            guard isPreflightGood, !isClosed, let agreedAt else { return false }
            return now < agreedAt + .seconds(86_400)
        }
    }

    private static func command(
        _ log: ChangedLog,
        _ random: inout SeededGenerator
    ) -> ChangeCommand {
        let id = ChangedLog.id
        let party = ChangedLog.parties.randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<30, using: &random) {
        case 0: return .plan(id, ChangedLog.plan("v\(Int.random(in: 0..<3, using: &random))"))
        case 1...4: return .recordPreflight(id, planHash: log.hash, ChangedLog.passing)
        case 5: return .recordPreflight(id, planHash: log.hash, ChangedLog.failing)
        case 6...8: return .openPoll(id)
        case 9...20:
            let answer =
                Int.random(in: 0..<4, using: &random) > 0
                ? .go : Vote.Answer.allCases.randomElement(using: &random) ?? .go
            let vote = Vote(party, answer, comment: "c", wouldChange: "w")
            return .vote(id, planHash: log.hash, vote)
        case 21: return .withdrawVote(id, party)
        case 22...23: return .meetCondition(id, party, note: "done")
        case 24: return .closePoll(id, reason: "no")
        case 25: return .requestOverride(id, reason: "urgent")
        case 26: return .confirmOverride(id)
        default: return .begin(id)
        }
    }

    private static func note(
        _ event: ChangeEvent,
        by actor: Actor,
        at now: Timestamp,
        _ clerk: inout Clerk
    ) {
        switch event {
        case .planned: clerk.forget()
        case .preflighted(_, _, let results):
            clerk.isPreflightGood = results == ChangedLog.passing
        case .pollOpened: (clerk.answers, clerk.met, clerk.isClosed) = ([:], [], false)
        case .voted(_, _, let vote):
            clerk.answers?[vote.party] = vote.answer
            clerk.met.remove(vote.party)
        case .voteWithdrawn(_, let party): clerk.answers?[party] = nil
        case .conditionMet(_, let party, _): clerk.met.insert(party)
        case .pollClosed: clerk.isClosed = true
        case .overrideRequested: clerk.askedBy = actor
        case .overrideConfirmed:
            #expect(clerk.askedBy != nil && clerk.askedBy?.name != actor.name)
            clerk.overriddenUntil = now + .seconds(86_400)
        case .began, .waveBegan, .waveEnded, .abortCriterionMet, .aborted, .finished, .rolledBack:
            break
        }
        clerk.settle(now)
    }

    @Test(arguments: 0..<40)
    func `a change begins only when all have agreed or two persons answer for it`(seed: UInt64)
        throws
    {
        var random = SeededGenerator(seed: seed)
        var log = try ChangedLog.planned(preflight: nil)
        var clerk = Clerk()
        var now = start
        var begun = 0
        for _ in 0..<400 {
            now = now + .seconds(Int.random(in: 0..<2000, using: &random))
            let actor = Self.people.randomElement(using: &random) ?? hanno
            let command = Self.command(log, &random)
            let wasReady = clerk.mayBegin(now)
            #expect(log.change.standing(at: now).isGo == Self.isGo(clerk, now))
            let events = (try? log.run(command, at: now, by: actor)) ?? []
            if case .begin = command { #expect(events.isEmpty != wasReady) }
            for event in events { Self.note(event, by: actor, at: now, &clerk) }
            guard log.change.progress == .running else { continue }
            begun += 1
            // The next round is about a change of its own.
            log = try ChangedLog.planned(preflight: nil)
            clerk = Clerk()
        }
        #expect(begun > 0, "a run in which nothing begins proves nothing")
    }

    private static func isGo(_ clerk: Clerk, _ now: Timestamp) -> Bool {
        var clerk = clerk
        clerk.isPreflightGood = true
        return clerk.mayBegin(now)
    }
}
