package import Reports
package import SQLiteStore

extension LogRecovery {
    /// What is told of it.
    package var report: RecoveryReport {
        RecoveryReport(kept: kept, lost: lost, undecided: undecided, file: aside)
    }
}
