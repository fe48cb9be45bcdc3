import Monitoring
import Broadcasting
import EventStore
import FleetModel
import IncidentLog
import Primitives
import Probing
import SQLiteStore
import Synchronization
import TestSupport
import Testing

@testable import Runtime

/// A log with many entries: a start reads its end and no more.
@Suite(.timeLimit(.minutes(15)))
struct LongLogTests {
    private static let count = 20_000

    /// A closed log of many lines, a few of them dated back.
    private func write(to path: String) async throws {
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        let ids = EntryIDSource(seed: 1)
        for start in stride(from: 0, to: Self.count, by: 1000) {
            let drafts = (start..<start + 1000).map { number in
                let written = Timestamp(seconds: 1_752_000_000 + Int64(number))
                return EntryDraft(
                    id: ids.next(at: written),
                    incident: nil,
                    device: "box",
                    actor: .ada,
                    occurredAt: number % 100 == 7 ? written - .seconds(300) : written,
                    recordedAt: written,
                    event: .timeline(.noted(text: "line \(number + 1)"))
                )
            }
            _ = try await log.append(drafts, expecting: Int64(start))
        }
        await log.close()
    }

    /// Runs a session with its services until the log is read, then `body`; ends it cleanly.
    private func run(
        _ path: String,
        _ body: (TappedLog, [Entry], LogState, RequestQueue, AsyncStream<RuntimeNews>) async throws
            -> Void
    ) async throws -> ReadCounts {
        let counts = ReadCounts()
        let file = try SQLiteEventLog(path: path, mode: .readWrite)
        let log = TappedLog(base: file) { counts.note($0) }
        let (stream, news) = AsyncStream.makeStream(of: RuntimeNews.self)
        let (probes, channels) = (ProbeClient(), ChannelClient())
        let requests = RequestQueue()
        let services = BackgroundServices(
            session: Session(log, clock: RealClock()),
            operatorActor: .ada,
            requests: requests,
            work: .watch(probes, channels),
            problems: ProblemLog(clock: RealClock()),
            tell: { news.yield($0) }
        )
        let running = Task { await services.run() }
        var (entries, state): ([Entry], LogState) = ([], LogState())
        for await told in stream {
            if case .entries(let new, let after) = told {
                (entries, state) = (entries + new, after)
            }
            if case .logRead = told { break }
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(log, entries, state, requests, stream))
        } catch {
            result = .failure(error)
        }
        requests.finish()
        running.cancel()
        await running.value
        await probes.shutdown()
        channels.shutdown()
        await log.close()
        try result.get()
        return counts
    }

    @Test func `after one start the next reads one page, whatever the log's length`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        try await write(to: path)
        let first = try await run(path) { _, entries, state, _, _ in
            #expect(entries.count == 500)
            #expect(state.sequence == Int64(Self.count))
        }
        #expect(first.read.load(ordering: .relaxed) >= Self.count)
        #expect(first.kept.load(ordering: .relaxed) >= 1)
        let next = try await run(path) { _, entries, state, _, _ in
            #expect(state.sequence == Int64(Self.count))
            let wanted = Set(Int64(Self.count - 499)...Int64(Self.count))
            // Lines that were dated back out of the newest give way to older ones.
            #expect(entries.map(\.sequence).filter(wanted.contains).count > 490)
            #expect(entries.count == 500)
        }
        #expect(next.read.load(ordering: .relaxed) == 500)
        #expect(next.kept.load(ordering: .relaxed) == 0)
    }

    @Test func `older pages come on request, and what others write meanwhile`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        try await write(to: path)
        _ = try await run(path) { _, entries, state, requests, stream in
            let oldest = try #require(entries.min { EntryQuery.Place($0) < EntryQuery.Place($1) })
            var query = EntryQuery(order: .newestFirst)
            query.withFleetLog = true
            query.behind = EntryQuery.Place(oldest)
            requests.ask(.loadEntries(.page(query, limit: 500)))
            requests.ask(.loadEntries(.entry(1234)))
            let other = try SQLiteEventLog(path: path, mode: .readWrite)
            let there = Session(other, clock: RealClock(), device: "there")
            let written = try await there.perform(.entry(.note(nil, text: "new")), by: .bob)
            await other.close()
            var (page, named, new): ([Entry]?, [Entry]?, [Entry]) = (nil, nil, [])
            for await told in stream {
                switch told {
                case .past(.page, let found): page = found
                case .past(.entry, let found): named = found
                case .entries(let more, _): new += more
                default: break
                }
                if page != nil, named != nil, !new.isEmpty { break }
            }
            #expect(page?.count == 500)
            #expect(page?.contains { entries.contains($0) } == false)
            #expect(named?.map(\.sequence) == [1234])
            #expect(new == written)
        }
    }
}

/// How many entries of a log were read, and how often its state was kept.
final class ReadCounts: Sendable {
    let read = Atomic(0)
    let kept = Atomic(0)

    func note(_ call: TappedLog.Call) {
        switch call {
        case .read(let count): read.add(count, ordering: .relaxed)
        case .keep: kept.add(1, ordering: .relaxed)
        case .append, .lease, .check: break
        }
    }
}
