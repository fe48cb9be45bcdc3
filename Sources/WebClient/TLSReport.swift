package import Primitives

/// What a port shows in a handshake of TLS.
package struct TLSReport: Sendable {
    /// The certificates in the order in which they were sent: the port's own first.
    package let certificates: [Certificate]
    /// The version agreed on, such as `1.3`; nil when the handshake was not finished.
    package let version: String?
    /// How long connection and handshake took.
    package let span: Duration
    /// Why the certificates are not accepted for the name asked for; nil when they are.
    package let distrust: FailureReason.TLSFailure?
    /// Why the server broke the connection off, although the certificates were there.
    package let refusal: FailureReason?

    /// A certificate as it was sent.
    package struct Certificate: Sendable {
        /// The encoding (X.690, DER).
        package let der: [UInt8]
        /// When it begins to be valid, in seconds since 1970.
        package let begins: Int64
        /// When it ceases to be valid, in seconds since 1970.
        package let ends: Int64
        /// Seconds until then, by the clock of this computer; negative when it is over.
        package let secondsLeft: Int64
    }
}
