package import Logging

/// The handler of swift-log behind `ProblemLog.logger`: what is worth a person's line goes into the
/// ring, the text alone.
///
/// Metadata is left out on purpose: libraries put addresses with their secrets there.
struct ProblemLogHandler: LogHandler {
    let source: String
    let problems: ProblemLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.notice

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        problems.report("\(event.message)", event.level, from: source)
    }
}

extension Logger {
    /// A way to report problems that leads nowhere, for whoever has nobody to show them to.
    package static let unheard = Logger(label: "unheard") { _ in SwiftLogNoOpLogHandler() }
}
