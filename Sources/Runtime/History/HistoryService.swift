package import EventStore
package import FleetModel
package import IncidentLog
package import Logging
package import Primitives
import Probing
import SampleStore
import Synchronization

/// Keeps what polls bring in the file of samples beside the log, and reads it back.
///
/// Nobody waits for it: polls are put in a bounded queue and written every few seconds. When they
/// cannot be written, that is said once and everything else goes on.
package final class HistoryService: Sendable {
    private struct State {
        /// What is not written yet; when too much waits, the oldest gives way.
        var waiting = BoundedBacklog<Observation>(limit: 20_000)
        /// Spans in which nobody watched, to be written.
        var gaps: [WatchGap] = []
        var writer: SampleWriter?
        var reader: SampleHistory?
        /// What was reported last; nil while all is well.
        var problem: String?
        /// Whether nothing more is to be written, because a newer Tocsin does.
        var isRetired = false
    }

    private let path: String
    private let settings: HistorySettings
    private let clock: any SessionClock
    private let logger: Logger
    private let state = Mutex(State())

    /// How often what waits is written.
    private static let flushSpan: Duration = .seconds(5)
    /// How many flushes lie between two looks for what is too old.
    private static let flushesPerPruning = 12

    /// The history beside the log at this path.
    ///
    /// - Parameter logger: Is told why nothing is kept.
    package init(
        log: String,
        settings: HistorySettings,
        clock: any SessionClock,
        logger: Logger
    ) {
        path = SampleFile.path(besideLog: log)
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    // MARK: Keeping

    /// Puts what polls brought in the queue.
    package func take(_ observations: [Observation]) {
        state.withLock { state in
            guard !state.isRetired else { return }
            state.waiting.append(observations)
        }
    }

    /// Marks a span in which nobody watched: that nothing is known of it is nobody's silence.
    package func mark(_ gap: WatchGap) {
        state.withLock { if !$0.isRetired, $0.gaps.count < Self.gapLimit { $0.gaps.append(gap) } }
    }

    private static let gapLimit = 100

    /// Writes what waits every few seconds until the task is cancelled; then `finish` is due.
    package func run() async {
        var flushes = 0
        while !Task.isCancelled {
            guard (try? await ProbeRunner.wait(for: Self.flushSpan)) != nil else { return }
            await flush()
            flushes += 1
            if flushes % Self.flushesPerPruning == 0 { await prune() }
        }
    }

    /// Writes what waits for the last time and closes the file; to be called once nobody brings
    /// anything more, however the program ends.
    package func finish() async {
        await flush()
        // The writer closes last and takes the side files away.
        let (reader, writer) = state.withLock { state in
            defer { (state.reader, state.writer) = (nil, nil) }
            return (state.reader, state.writer)
        }
        reader?.close()
        await writer?.close()
    }

    /// Writes what waits now.
    package func flush() async {
        let (waiting, gaps) = state.withLock { state in
            defer { state.gaps = [] }
            return (state.waiting.takeAll(), state.gaps)
        }
        guard !waiting.isEmpty || !gaps.isEmpty else { return }
        do throws(StoreError) {
            // While another program writes, it is the one that keeps what the nodes tell.
            guard let writer = try await openWriter() else { return }
            try await writer.record(waiting, gaps: gaps)
            state.withLock { $0.problem = nil }
        } catch {
            await give(up: waiting, error)
        }
    }

    private func prune() async {
        guard let writer = state.withLock({ $0.writer }) else { return }
        do throws(StoreError) {
            try await writer.prune(at: clock.wall)
        } catch {
            await give(up: [], error)
        }
    }

    private func openWriter() async throws(StoreError) -> SampleWriter? {
        if let writer = state.withLock({ $0.writer }) { return writer }
        let writer: SampleWriter?
        do throws(StoreError) {
            writer = try SampleWriter.open(path: path, settings: settings)
        } catch {
            guard case .damaged = error else { throw error }
            try setAside(error)
            writer = try SampleWriter.open(path: path, settings: settings)
        }
        state.withLock { $0.writer = writer }
        return writer
    }

    /// A damaged history is kept for whoever wants to look, and a new one begins.
    private func setAside(_ error: StoreError) throws(StoreError) {
        let stamp = clock.wall.description.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let kept = try SampleFile.setAside(path, stamp: stamp)
        state.withLock { state in
            state.reader?.close()
            state.reader = nil
        }
        logger.error(
            "the history is damaged (\(error.historyWords)); kept as \(kept), a new one begins"
        )
    }

    private func give(up waiting: [Observation], _ error: StoreError) async {
        if case .damaged = error {
            let writer = state.withLock { state in
                defer { state.writer = nil }
                return state.writer
            }
            await writer?.close()
            // Without a writer the file itself could not be opened and was set aside already.
            if writer != nil { try? setAside(error) }
        }
        let isNews = state.withLock { state in
            if case .newer = error { state.isRetired = true }
            if !state.isRetired {
                let since = state.waiting.takeAll()
                state.waiting.append(waiting + since)
            }
            defer { state.problem = error.message }
            return state.problem == nil
        }
        if isNews {
            logger.warning("what the nodes tell is not being kept: \(error.historyWords)")
        }
    }

    // MARK: Reading

    /// What a node did; empty when nothing was kept yet.
    package func bins(
        of node: NodeID,
        from: Timestamp,
        to: Timestamp,
        step: Duration
    ) async throws(StoreError) -> [MetricName: [SampleBin]] {
        guard let reader = try openReader() else { return [:] }
        return try await reader.bins(of: node, from: from, to: to, step: step)
    }

    /// How far back detectors are told the past, and how much of that in every sample.
    private static let backfillSpan: Duration = .seconds(48 * 3600)
    private static let exactSpan: Duration = .seconds(2 * 3600)
    /// For how long whoever begins to watch waits for the past, at most.
    private static let replayLimit: Duration = .seconds(5)

    /// Hands over what the polls of these nodes brought in the last 48 hours.
    ///
    /// Every sample of the last two hours and five-minute values before that, node by node, the
    /// oldest first. Ends early when the task is cancelled, and when it takes too long.
    package func replay(
        of nodes: [NodeID],
        take: ([Observation]) async -> Void
    ) async throws(StoreError) {
        guard let reader = try openReader() else { return }
        let now = clock.wall
        let begin = clock.now
        for node in nodes where !Task.isCancelled && clock.now - begin < Self.replayLimit {
            let past = try await reader.replay(
                of: node,
                since: now - Self.backfillSpan,
                fine: now - Self.exactSpan
            )
            if !past.isEmpty { await take(past) }
        }
    }

    private func openReader() throws(StoreError) -> SampleHistory? {
        if let reader = state.withLock({ $0.reader }) { return reader }
        do throws(StoreError) {
            let reader = try SampleHistory(path: path)
            state.withLock { $0.reader = reader }
            return reader
        } catch {
            if case .notFound = error { return nil }
            throw error
        }
    }
}

extension StoreError {
    /// The error in words that speak of the history instead of the log.
    package var historyWords: String {
        switch self {
        case .damaged(.file(let problem)): problem
        case .damaged(.chain(let damage)): damage.problem
        case .damaged(let damage): damage.problem
        case .notFound(let path): "there is no history at \(path)"
        case .notAStore(let path, let reason): "\(path) is no history of Tocsin: \(reason)"
        case .newer(let path, let version, let known):
            "\(path) was made by a newer Tocsin (version \(version), this program reads up to \(known)); update Tocsin on this machine"
        case .older(let path, _, _): "\(path) was made by an older Tocsin"
        case .moved(let path): "\(path) was removed or replaced"
        case .busy: "another program is holding the history; try again"
        case .full: "the disk is full"
        case .failed(let reason): reason
        case .conflict: message
        }
    }
}
