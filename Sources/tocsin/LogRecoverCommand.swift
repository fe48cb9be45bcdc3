import ArgumentParser
import EventStore
import Glibc
import IncidentLog
import Primitives
import Reports
import Runtime
import SQLiteStore

extension LogCommand {
    /// `tocsin log recover`: makes a new log of what verifies in a damaged one.
    struct Recover: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recover",
            abstract: "Make a new log of what verifies in a damaged one; the damaged file is kept."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let recovery = try StoreRecovery.run(Invocation(common))
            Output.show(recovery?.report ?? RecoveryReport(), as: output.form)
        }
    }
}

/// The recovery of the store of an invocation.
enum StoreRecovery {
    /// Recovers the log when it is damaged; nil when it is whole.
    static func run(_ invocation: Invocation) throws(Failure) -> LogRecovery? {
        guard let problem = try problem(of: invocation) else { return nil }
        let now = RunTime.now
        let ids = EntryIDSource()
        let stamp = "\(now.date)T\(now.clock)Z".filter { $0 != "-" && $0 != ":" }
        do throws(StoreError) {
            return try LogRecovery.recover(
                invocation.storePath,
                problem: problem,
                stamp: stamp
            ) { incident, event in
                EntryDraft(
                    id: ids.next(at: now),
                    incident: incident,
                    device: invocation.device,
                    actor: Actor(invocation.author),
                    occurredAt: now,
                    recordedAt: now,
                    event: event
                )
            }
        } catch {
            throw Failure(error)
        }
    }

    /// The damage in words; nil when there is none.
    private static func problem(of invocation: Invocation) throws(Failure) -> String? {
        let log: SQLiteEventLog
        do throws(StoreError) {
            log = try SQLiteEventLog(path: invocation.storePath, mode: .inspect)
        } catch {
            if case .damaged(let damage) = error { return damage.problem }
            throw Failure(error)
        }
        let result = blocking { await LogVerification.verify(log) { Output.progress($0) } }
        Output.progress("")
        blocking { await log.close() }
        do throws(StoreError) {
            return try result.get().problems.first
        } catch {
            throw Failure(error)
        }
    }

    /// Offers the recovery to the person at the terminal, before the screen opens.
    ///
    /// - Returns: Whether there is a whole log now.
    static func offer(_ invocation: Invocation, after failure: Failure) throws(Failure) -> Bool {
        guard failure.status == .damaged, isatty(0) == 1, Output.isErrorTerminal else {
            return false
        }
        Output.problem(failure.message)
        Output.problem(
            "Recover it now? What verifies goes into a new log, the damaged file is kept. [y/N] ",
            prefix: ""
        )
        let answer = (readLine() ?? "").lowercased()
        guard answer == "y" || answer == "yes" else { return false }
        guard let recovery = try run(invocation) else { return true }
        Output.show(recovery.report, as: .people)
        return true
    }
}
