import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Probing
import SQLiteStore
import TestSupport
import Testing

@testable import Broadcasting
@testable import Runtime

/// Files that the person of the screen names as evidence.
struct EvidenceRequestTests {
    /// What became of commands that were asked for on the screen.
    private func answers(
        _ commands: (LogState) -> [Command],
        in folder: TemporaryFolder
    ) async throws -> [String?] {
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let session = Session(
            fleet: nil,
            log: log,
            clock: RealClock(),
            device: "here",
            evidence: EvidenceFolder(ofStore: folder.path("log"))
        )
        try await session.refresh()
        let (news, tell) = AsyncStream.makeStream(of: RuntimeNews.self)
        let requests = RequestQueue()
        let (probes, channels) = (ProbeClient(), ChannelClient())
        let services = BackgroundServices(
            session: session,
            operatorActor: .ada,
            requests: requests,
            work: .watch(probes, channels),
            problems: ProblemLog(clock: RealClock()),
            whenRequestsEnd: { tell.finish() },
            tell: { tell.yield($0) }
        )
        for command in commands(await session.logState) {
            requests.ask(.run(command, occurredAt: nil))
        }
        requests.finish()
        let running = Task { await services.run() }
        var answers: [String?] = []
        for await item in news {
            if case .answered(_, let refusal) = item { answers.append(refusal) }
        }
        running.cancel()
        await running.value
        await probes.shutdown()
        channels.shutdown()
        await log.close()
        return answers
    }

    private func attach(_ path: String) -> Command {
        .entry(.attach(nil, .file(EvidenceFile(toKeep: path)), note: "the graph"))
    }

    @Test(.timeLimit(.minutes(5)))
    func `a file named on the screen is kept, and leaves with its entry`() async throws {
        let folder = try TemporaryFolder()
        let file = folder.path("graph.txt")
        try FileText.write("up and up", to: file)
        #expect(try await answers({ _ in [attach(file)] }, in: folder) == [nil])

        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readOnly)
        let entry = try #require(try await log.all().last)
        await log.close()
        let kept = try #require(entry.event.evidence?.file)
        #expect(kept.name == "graph.txt" && kept.bytes == 9 && !kept.isToKeep)
        let evidence = EvidenceFolder(ofStore: folder.path("log"))
        #expect(evidence.problem(of: kept) == nil)

        let redact = Command.entry(.redact(entry, reason: "a name in it"))
        #expect(try await answers({ _ in [redact] }, in: folder) == [nil])
        #expect(evidence.problem(of: kept) != nil)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a file that is not there is refused, and nothing is written`() async throws {
        let folder = try TemporaryFolder()
        let refusals = try await answers({ _ in [attach(folder.path("none"))] }, in: folder)
        #expect(refusals.count == 1)
        #expect(refusals.first??.contains("cannot read") == true)
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readOnly)
        #expect(try await log.all().isEmpty)
        await log.close()
    }

    @Test func `where no files are kept, one that is named is refused`() async throws {
        let session = Session(InMemoryEventLog(), clock: SettableClock())
        let error = await #expect(throws: CommandFailure.self) {
            try await session.perform(attach("/etc/hostname"), by: .ada)
        }
        #expect(error?.message.contains("cannot be kept here") == true)
        #expect(await session.logState.sequence == 0)
    }
}
