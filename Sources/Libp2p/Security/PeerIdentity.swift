package import Cryptography

/// The identity that the probe itself shows: an Ed25519 key, which every peer must support.
package struct PeerIdentity: Sendable {
    private let secret: SigningKey
    private let staticSecret: [UInt8]

    /// An identity of these secrets.
    ///
    /// - Parameter staticSecret: The lasting key of the Noise handshake, 32 bytes.
    package init(_ secret: SigningKey, staticSecret: [UInt8]) {
        self.secret = secret
        self.staticSecret = staticSecret
    }

    var publicKey: PublicKey { PublicKey(kind: .ed25519, data: secret.publicKey) }

    /// The peer id that nodes see.
    package var peerID: PeerID { PeerID(publicKey) }

    func noiseKey() throws(Libp2pError) -> NoiseKey { try NoiseKey(staticSecret) }

    /// The proof that the lasting key of the handshake belongs to this identity.
    func payload(for key: NoiseKey) throws(Libp2pError) -> NoisePayload {
        guard let signature = secret.signature(of: NoisePayload.prefix + key.publicKey) else {
            throw .malformed("our own identity cannot sign")
        }
        return NoisePayload(identityKey: publicKey.encoded, signature: signature)
    }
}
