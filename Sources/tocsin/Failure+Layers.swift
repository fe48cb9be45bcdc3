import CommandTable
import EventStore
import IncidentLog
import Runtime

extension Failure {
    /// The failure behind an error of the layers below.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let problem as CommandProblem:
            self.init(problem.isHeld ? .held : .usage, problem.message)
        case CommandFailure.refused(let refusal):
            self.init(refusal.kind == .held ? .held : .usage, refusal.reason)
        case CommandFailure.store(let error): self.init(error)
        case let error as StoreError:
            if case .damaged = error {
                self.init(
                    .damaged,
                    error.message
                        + "\n'tocsin log recover' makes a new log of what verifies and keeps "
                        + "the damaged file"
                )
            } else {
                self.init(.failed, error.message)
            }
        case let failure as FileText.Failure: self.init(.failed, failure.message)
        default: self.init(.failed, "\(error)")
        }
    }
}
