import HostAccess
import FleetModel
import Primitives

extension ProbeSession {
    func readExec(_ target: ExecTarget) async -> PollResult {
        await part("exec") { reading throws(ProbeFailure) in
            guard let call else { throw .silent(.other("a command has no caller here")) }
            let outcome: CommandOutcome
            do throws(FailureReason) {
                outcome = try await HostCommand.run(target.command, until: call.deadline)
            } catch {
                throw .silent(error)
            }
            reading.isAnswered = true
            reading.merge(target.reading(of: outcome))
        }
    }
}

extension ExecTarget {
    /// What a command that ended tells.
    func reading(of outcome: CommandOutcome) -> PollResult {
        var reading = PollResult()
        reading.record(MetricName(prefixed("exit")), outcome.exitCode.map(Double.init))
        if output == .nagios {
            readPlugin(outcome, into: &reading)
        } else {
            if let reason = refusal(of: outcome) { reading.fail(part, .answered(reason)) }
            do throws(FailureReason) {
                try readOutput(outcome.output, into: &reading)
            } catch  where reading.problems.isEmpty {
                reading.fail(part, .answered(error))
            } catch {
                // A command that failed needs not give its figures as well.
            }
        }
        return reading
    }

    var part: String { name ?? "exec" }

    func prefixed(_ word: String) -> String {
        name.map { $0 + "." + word } ?? word
    }

    /// Why the way in which the command ended is not well; nil when it is.
    func refusal(of outcome: CommandOutcome) -> FailureReason? {
        switch outcome.ending {
        case .exit(let code):
            guard !okCodes.contains(code) else { return nil }
            guard let words = outcome.words else { return .other("exit code \(code)") }
            return .other("exit code \(code): \(words)")
        case .signal(let number): return .other("ended by signal \(number)")
        }
    }
}

extension CommandOutcome {
    /// The first line with anything in it that the command wrote, errors first, safe and short.
    var words: String? { errorOutput.firstLine ?? output.firstLine }
}

extension [UInt8] {
    /// The first line with anything in it, fit to be shown; nil when there is none.
    var firstLine: String? {
        for line in prefix(4096).split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line.prefix(512), as: UTF8.self).withoutControls.trimmed
            if !text.isEmpty { return String(text.prefix(200)) }
        }
        return nil
    }
}
