#ifndef CSECP256K1_H
#define CSECP256K1_H

#include <stddef.h>
#include <stdint.h>

// The curve of Waku identities, which swift-crypto does not have; libsecp256k1 verifies it.

// Whether an ECDSA signature in DER over a 32-byte digest is that of a public key (33 or 65 bytes):
// 1 or 0. Signatures with a high S are taken too, for the libp2p specification is silent on them.
int cs_secp256k1_verify(const uint8_t *key, size_t key_length, const uint8_t *signature,
                        size_t signature_length, const uint8_t *digest);

// Whether the bytes are a point of the curve: 1 or 0.
int cs_secp256k1_is_key(const uint8_t *key, size_t key_length);

#endif
