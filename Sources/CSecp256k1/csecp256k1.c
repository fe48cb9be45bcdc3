#include "csecp256k1.h"

#include <secp256k1.h>

int cs_secp256k1_verify(const uint8_t *key, size_t key_length, const uint8_t *signature,
                        size_t signature_length, const uint8_t *digest) {
    // The static context has no state, so that threads can share it; it suffices to verify.
    const secp256k1_context *context = secp256k1_context_static;
    secp256k1_pubkey point;
    secp256k1_ecdsa_signature parsed, low;
    if (!secp256k1_ec_pubkey_parse(context, &point, key, key_length)) return 0;
    if (!secp256k1_ecdsa_signature_parse_der(context, &parsed, signature, signature_length))
        return 0;
    secp256k1_ecdsa_signature_normalize(context, &low, &parsed);
    return secp256k1_ecdsa_verify(context, &low, digest, &point);
}

int cs_secp256k1_is_key(const uint8_t *key, size_t key_length) {
    secp256k1_pubkey point;
    return secp256k1_ec_pubkey_parse(secp256k1_context_static, &point, key, key_length);
}
