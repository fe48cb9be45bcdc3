import FileAccess
import FleetModel
import Primitives
import WebClient

extension ProbeSession {
    /// Looks whether somebody has called in time.
    func readHeartbeat(_ target: HeartbeatTarget) async -> PollResult {
        let name = target.name.map { "heartbeat \($0)" } ?? "heartbeat"
        return await part(name) { reading throws(ProbeFailure) in
            guard let call, let heartbeats else {
                throw .silent(.other("nothing calls in here"))
            }
            let called = target.calledName(of: call.key.node)
            let found = try await newest(of: called, in: heartbeats)
            reading.isAnswered = true
            let age = found.at.age(at: heartbeats.moment)
            let wall = found.at.wall
            let moment = "\(wall.date) \(wall.clock)Z"
            if found.outcome != .awaited {
                reading.record(target.ageMetric, age.inSeconds)
                reading.record(target.lastFact, moment)
            }
            if let fault = target.fault(found.outcome, moment, age) {
                throw .answered(.other(fault))
            }
            let words =
                found.outcome == .awaited
                ? "has not called in yet; awaited since \(moment)"
                : "last called in \(age.ago)"
            reading.note(name, .other(words))
        }
    }

    private func newest(
        of name: String,
        in folder: HeartbeatFolder
    ) async throws(ProbeFailure) -> HeartbeatCall {
        do throws(FailureReason) {
            let found = try await FileWork.run { _ in
                Result { () throws(HeartbeatFolder.Failure) in try folder.newest(of: name) }
            }
            guard let found else { throw web.stopped }
            switch found {
            case .success(let call): return call
            case .failure(let failure): throw FailureReason.other(failure.message.boundedValue)
            }
        } catch {
            throw .silent(error)
        }
    }
}

extension HeartbeatTarget {
    /// What is wrong with the newest call of this age; nil when nothing is.
    fileprivate func fault(
        _ outcome: HeartbeatCall.Outcome,
        _ moment: String,
        _ age: Duration
    ) -> String? {
        let isLate = age > every + grace
        switch outcome {
        case .failed(let reason):
            return "failed at \(moment)" + (reason.isEmpty ? "" : ": \(reason.boundedValue)")
        case .well:
            return isLate ? "last called in at \(moment), expected every \(every.brief)" : nil
        case .awaited:
            return isLate ? "never called in since \(moment), expected every \(every.brief)" : nil
        }
    }
}

extension Duration {
    /// How long ago something was, to the minute, so that a row does not change at each look.
    fileprivate var ago: String {
        let minutes = milliseconds / 60_000
        guard minutes > 0 else { return "less than a minute ago" }
        return "\(Duration.seconds(minutes * 60).brief) ago"
    }
}
