import Monitoring
import Primitives

/// Turns what is true from poll to poll into something that stands or does not: it must last
/// before it stands, and be away for a while before it no longer does.
struct HoldState: Sendable {
    /// Whether it stands.
    private(set) var isStanding = false
    /// Since when it has been true without a break; nil while it is not.
    private(set) var since: Timestamp?
    private var calmSince: Timestamp?
    private var isKnown = false

    /// What can be said.
    enum Outcome {
        case unknown
        case calm
        case stands(since: Timestamp)
    }

    var outcome: Outcome {
        if isStanding, let since { return .stands(since: since) }
        return isKnown && since == nil ? .calm : .unknown
    }

    /// Takes the truth of one poll into account.
    ///
    /// Not knowing leaves standing what stands and starts everything else anew.
    ///
    /// - Parameters:
    ///   - hold: For how long it must be true before it stands.
    ///   - release: For how long it must be away before it no longer stands.
    mutating func observe(
        _ truth: Evaluation.Truth,
        at now: Timestamp,
        hold: Duration,
        release: Duration = .zero
    ) {
        switch truth {
        case .holds:
            calmSince = nil
            isKnown = true
            let start = since ?? now
            since = start
            if now - start >= hold { isStanding = true }
        case .fails:
            isKnown = true
            guard isStanding else {
                since = nil
                return
            }
            let calm = calmSince ?? now
            calmSince = calm
            if now - calm >= release { self = Self(isKnown: true) }
        case .unknown:
            calmSince = nil
            if !isStanding { self = Self() }
        }
    }

    init() {}

    private init(isKnown: Bool) {
        self.isKnown = isKnown
    }

    /// The truth of a value with two limits: beyond `raises` it is true, beyond `clears` it is not,
    /// in between it stays as it is.
    func truth(raises: Bool, clears: Bool) -> Evaluation.Truth {
        if raises { return .holds }
        return clears || !isStanding ? .fails : .unknown
    }

    /// Begins the truth at an earlier moment, when that is known.
    mutating func date(from start: Timestamp) {
        if let since, start < since { self.since = start }
    }
}
