/// Decides when the screen is drawn: after a key at once, after news at most four times a second,
/// else when the time that is shown changes.
///
/// Moments are spans on a clock that only goes forward.
struct FramePacer {
    /// Between two frames that only news asks for.
    static let newsSpan: Duration = .milliseconds(250)
    /// The same while a person waits for what a key asked for.
    static let answerSpan: Duration = .milliseconds(33)
    /// For how long after a key a person waits.
    static let answerTime: Duration = .seconds(1)
    /// The longest time without a frame: by then a clock that was set meanwhile is shown.
    static let longestWait: Duration = .seconds(60)

    private var lastFrame: Duration?
    private var lastKey: Duration?
    private var hasKey = false
    private var hasNews = false
    private var changeAt: Duration = .zero

    /// Takes in what the terminal reported: `isKey` for what a person did, else news is there.
    mutating func note(isKey: Bool, at now: Duration) {
        if isKey {
            hasKey = true
            lastKey = now
        } else {
            hasNews = true
        }
    }

    /// Whether what happened is to be taken in and drawn now.
    func isDue(at now: Duration) -> Bool {
        now >= dueAt(from: now)
    }

    /// How long nothing has to be done unless something happens.
    func timeout(at now: Duration) -> Duration {
        max(.zero, dueAt(from: now) - now)
    }

    /// A frame was drawn; the time it shows changes in this span.
    mutating func drew(at now: Duration, changesIn span: Duration) {
        lastFrame = now
        hasKey = false
        hasNews = false
        changeAt = now + min(max(span, Self.newsSpan), Self.longestWait)
    }

    private func dueAt(from now: Duration) -> Duration {
        guard let lastFrame, !hasKey else { return now }
        guard hasNews else { return changeAt }
        let isAwaited = lastKey.map { now - $0 < Self.answerTime } ?? false
        return min(changeAt, lastFrame + (isAwaited ? Self.answerSpan : Self.newsSpan))
    }
}
