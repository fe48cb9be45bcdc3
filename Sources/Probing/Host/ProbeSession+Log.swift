import Primitives
import FleetModel

extension ProbeSession {
    /// Reads the new lines of a followed log.
    func readLog(_ target: LogTarget) async -> PollResult {
        guard let call, let log = logs.log(target, for: call) else {
            return await part("log") { _ throws(ProbeFailure) in
                throw .silent(.other("the log is no longer followed"))
            }
        }
        return await log.poll(call)
    }
}
