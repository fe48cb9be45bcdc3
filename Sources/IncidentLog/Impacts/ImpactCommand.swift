package import FleetModel
package import Primitives

/// Something that is asked for about who is affected.
package enum ImpactCommand: Equatable, Sendable {
    /// A party began to be affected.
    case openImpact(
        IncidentID?,
        party: PartyID,
        kind: String,
        from: Timestamp,
        cause: ImpactCause,
        proof: ImpactProof = ImpactProof()
    )
    /// A party is served again.
    case closeImpact(party: PartyID, to: Timestamp, proof: ImpactProof = ImpactProof())
    /// Accept the rest of an impact for now.
    case acceptResidualImpact(party: PartyID, reason: String)
}

/// How well the beginning or the end of an impact is known, and from what.
package struct ImpactProof: Equatable, Sendable {
    /// How well the moment is known; nil when nobody said.
    package var confidence: ImpactConfidence?
    /// What proves the moment.
    package var evidence: Evidence?
    /// Who told us; nil when we saw it.
    package var reportedBy: String?

    /// What is known of a moment.
    package init(
        confidence: ImpactConfidence? = nil,
        evidence: Evidence? = nil,
        reportedBy: String? = nil
    ) {
        self.confidence = confidence
        self.evidence = evidence
        self.reportedBy = reportedBy
    }
}
