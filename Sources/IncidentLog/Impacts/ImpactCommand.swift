package import Primitives

/// Something that is asked for about who is affected.
package enum ImpactCommand: Equatable, Sendable {
    /// A party began to be affected.
    case openImpact(
        IncidentID?,
        party: PartyID,
        kind: String,
        from: Timestamp,
        cause: ImpactCause
    )
    /// A party is served again.
    case closeImpact(party: PartyID, to: Timestamp)
    /// Accept the rest of an impact for now.
    case acceptResidualImpact(party: PartyID, reason: String)
}
