import IncidentLog
import Monitoring
import Primitives
import Probing
import Runtime
import Synchronization

// The line mode: the same session without a terminal.
extension TerminalApp {
    /// The columns and rows in which screens are told.
    private static let lineSize = (width: 100, height: 60)
    /// How often the time is looked at.
    private static let tick: Duration = .seconds(1)

    /// Tells what happens and takes lines, until the person leaves or nothing more can be typed and
    /// everything is answered.
    @available(*, noasync, message: "it waits on the main thread")
    func converse(
        clock: any SessionClock,
        drill: DrillStatus?,
        _ problems: ProblemLog,
        _ say: @escaping @Sendable (String) -> Void,
        _ open: @escaping @Sendable () async -> Result<OpenedLog, Failure>
    ) throws(Failure) -> Ending {
        let (events, continuation) = AsyncStream.makeStream(of: LineEvent.self)
        let mailbox = Mailbox { continuation.yield(.news) }
        problems.observe { mailbox.post($0) }
        let requests = RequestQueue()
        let first = Conversation(
            model(clock.wall, Self.lineSize, drill, []),
            mailbox,
            clock: clock,
            request: { Self.ask($0, of: requests, mailbox, problems.logger("requests")) },
            say: say
        )
        let ended = Mutex<Result<Ending, Failure>>(.success(.quit))
        let signal = blockingUntilInterrupted {
            let opened: OpenedLog
            switch await open() {
            case .success(let log): opened = log
            case .failure(let failure): return ended.withLock { $0 = .failure(failure) }
            }
            mailbox.post(opened: opened.session.fleet, isEmpty: opened.isEmpty)
            let services = services(of: opened, requests, problems) { mailbox.post($0) }
            await withTaskGroup { group in
                group.addTask { await services.run() }
                group.addTask {
                    while (try? await ProbeRunner.wait(for: Self.tick)) != nil {
                        continuation.yield(.tick)
                    }
                }
                LineInput.follow { continuation.yield($0) }
                let ending = await Self.follow(events, first)
                ended.withLock { $0 = .success(ending) }
                requests.finish()
                group.cancelAll()
            }
            await opened.close()
        }
        if let signal { return .interrupted(signal: signal) }
        return try ended.withLock { $0 }.get()
    }

    /// Goes on until the conversation ends.
    private static func follow(
        _ events: AsyncStream<LineEvent>,
        _ conversation: Conversation
    ) async -> Ending {
        var conversation = conversation
        for await event in events {
            switch conversation.take(event) {
            case nil: continue
            case .quit, .closed: return .quit
            case .interrupted(let signal): return .interrupted(signal: signal)
            case .startDrill(let name): return .startDrill(name)
            case .detect(let addresses): return .detect(addresses)
            }
        }
        return .quit
    }
}
