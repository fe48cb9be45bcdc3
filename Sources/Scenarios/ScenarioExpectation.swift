import IncidentLog
import Primitives

/// Something that the log must show at the end of a drill.
struct ScenarioExpectation: Sendable {
    let name: String
    let claim: Claim

    /// What is claimed.
    enum Claim: Equatable, Sendable {
        /// Each signal was raised within the window.
        case raised([SignalID], Window)
        /// None of the signals was ever raised within the window.
        case neverRaised([SignalID], Window)
        /// No signal about these nodes was ever raised within the window.
        case clean([NodeID], Window)
        /// Each signal was raised before the party's first report.
        case raisedBeforeReport([SignalID], PartyID)
        /// The step passed within the window.
        case passed(StepID, Window)
        /// The step did not pass, nor was passed, within the window.
        case notPassed(StepID, Window)
        /// The step regressed within the window.
        case regressed(StepID, Window)
        /// The party was affected: from, to, how long, why.
        case impact(PartyID, ImpactClaim)
        /// The rest of the party's impact was accepted.
        case residual(PartyID)
        /// At least so many updates were sent, and each arrived on all its channels.
        case updates(Int)
        /// The newest incident stands like this.
        case status(IncidentStatus)
        /// No node changed the fact after it was first known.
        case unchanged(FactName)
    }

    /// What is claimed of one impact of a party.
    struct ImpactClaim: Equatable, Sendable {
        var from: Window
        var to: Window?
        var cause: ImpactCause?
        var atLeast: Duration?
        var atMost: Duration?
    }

    /// A span of virtual time, open where nothing is said.
    struct Window: Decodable, Equatable, Sendable {
        var after: Timestamp?
        var before: Timestamp?

        func contains(_ moment: Timestamp) -> Bool {
            after.map { moment >= $0 } ?? true && before.map { moment <= $0 } ?? true
        }
    }
}

extension ScenarioExpectation: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name, signals, raised, step, passed, regressed, impact, from, to, cause
        case residual, updates, incident, unchanged, clean
        case never
        case beforeReport = "before-report-of"
        case notPassed = "not-passed"
        case atLeast = "at-least"
        case atMost = "at-most"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        func window(_ key: CodingKeys) throws -> Window? {
            try container.decodeIfPresent(Window.self, forKey: key)
        }
        if let signals = try container.decodeIfPresent([SignalID].self, forKey: .signals) {
            if let party = try container.decodeIfPresent(PartyID.self, forKey: .beforeReport) {
                claim = .raisedBeforeReport(signals, party)
            } else if let never = try window(.never) {
                claim = .neverRaised(signals, never)
            } else {
                claim = .raised(signals, try container.decode(Window.self, forKey: .raised))
            }
        } else if let nodes = try container.decodeIfPresent([NodeID].self, forKey: .clean) {
            claim = .clean(nodes, try window(.never) ?? Window())
        } else if let step = try container.decodeIfPresent(StepID.self, forKey: .step) {
            if let passed = try window(.passed) {
                claim = .passed(step, passed)
            } else if let notPassed = try window(.notPassed) {
                claim = .notPassed(step, notPassed)
            } else {
                claim = .regressed(step, try container.decode(Window.self, forKey: .regressed))
            }
        } else if let party = try container.decodeIfPresent(PartyID.self, forKey: .impact) {
            claim = .impact(party, try Self.impactClaim(container))
        } else if let party = try container.decodeIfPresent(PartyID.self, forKey: .residual) {
            claim = .residual(party)
        } else if let count = try container.decodeIfPresent(Int.self, forKey: .updates) {
            claim = .updates(count)
        } else if let fact = try container.decodeIfPresent(FactName.self, forKey: .unchanged) {
            claim = .unchanged(fact)
        } else {
            claim = .status(try container.decode(IncidentStatus.self, forKey: .incident))
        }
    }

    private static func impactClaim(
        _ container: KeyedDecodingContainer<CodingKeys>
    ) throws -> ImpactClaim {
        ImpactClaim(
            from: try container.decode(Window.self, forKey: .from),
            to: try container.decodeIfPresent(Window.self, forKey: .to),
            cause: try container.decodeIfPresent(ImpactCause.self, forKey: .cause),
            atLeast: try container.decodeIfPresent(SpanText.self, forKey: .atLeast)?.span,
            atMost: try container.decodeIfPresent(SpanText.self, forKey: .atMost)?.span
        )
    }
}
