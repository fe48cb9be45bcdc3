package import Primitives

/// What a fleet file says about the built-in detectors; without it all of them are on.
package struct DetectorSettings: Hashable, Sendable {
    /// The detectors that are switched off; kinds that are no detectors are never in it.
    package var off: Set<FindingKind>
    /// Fewer peers than this are too few for a node, whatever it usually has; nil to learn it.
    package var peersAtLeast: Int?
    /// From how many days before its end a certificate is worth a signal, from 1.
    package var certificateDays: Int
    /// The span of one slot of the chain; nil to learn it from the heads.
    package var slot: Duration?
    /// For how long nodes may differ after one of them was started anew: a deployment on its way.
    package var rollout: Duration

    /// The usual days before the end of a certificate: two weeks, in which a renewal fits.
    package static let usualCertificateDays = 14
    /// For how long a deployment usually takes.
    package static let usualRollout = Duration.seconds(900)

    /// Settings; without arguments those of a fleet file that says nothing.
    package init(
        off: Set<FindingKind> = [],
        peersAtLeast: Int? = nil,
        certificateDays: Int = Self.usualCertificateDays,
        slot: Duration? = nil,
        rollout: Duration = Self.usualRollout
    ) {
        self.off = off
        self.peersAtLeast = peersAtLeast
        self.certificateDays = certificateDays
        self.slot = slot
        self.rollout = rollout
    }
}
