#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stddef.h>
#include <stdint.h>

// What Tocsin needs of OpenSSL's libcrypto. Functions that can refuse return 1, or 0 when a key, a
// signature or a sealed message is not what it should be; then nothing that they wrote is of use.
// Lengths in brackets are the caller's duty.

// Digests (FIPS 180-4, RFC 1321).
void cc_sha256(const uint8_t *bytes, size_t count, uint8_t digest[32]);
void cc_sha1(const uint8_t *bytes, size_t count, uint8_t digest[20]);
void cc_md5(const uint8_t *bytes, size_t count, uint8_t digest[16]);

// HMAC with SHA-256 (RFC 2104).
int cc_hmac_sha256(const uint8_t *key, size_t key_count, const uint8_t *bytes, size_t count,
                   uint8_t code[32]);

// X25519 (RFC 7748); an all-zero shared secret is refused (section 6.1).
int cc_x25519_public_key(const uint8_t secret[32], uint8_t public_key[32]);
int cc_x25519_shared_secret(const uint8_t secret[32], const uint8_t other[32], uint8_t shared[32]);

// ChaCha20-Poly1305 (RFC 8439): ciphertext and tag in one. `sealed` has 16 bytes more than `plain`,
// and `count` is that of what comes in.
int cc_chacha20_poly1305_seal(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *data,
                              size_t data_count, const uint8_t *plain, size_t count,
                              uint8_t *sealed);
int cc_chacha20_poly1305_open(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *data,
                              size_t data_count, const uint8_t *sealed, size_t count,
                              uint8_t *plain);

// Ed25519 (RFC 8032).
int cc_ed25519_public_key(const uint8_t seed[32], uint8_t public_key[32]);
int cc_ed25519_sign(const uint8_t seed[32], const uint8_t *message, size_t count,
                    uint8_t signature[64]);
int cc_ed25519_verify(const uint8_t *key, size_t key_count, const uint8_t *signature,
                      size_t signature_count, const uint8_t *message, size_t count);

// ECDSA with SHA-256 (FIPS 186-4): a signature in DER by a point of the curve that is named as
// OpenSSL names it, compressed (33 bytes) or not (65).
int cc_ecdsa_verify(const char *curve, const uint8_t *point, size_t point_count,
                    const uint8_t *signature, size_t signature_count, const uint8_t *message,
                    size_t count);

// RSA PKCS#1 v1.5 with SHA-256 (RFC 8017), by a key as SubjectPublicKeyInfo in DER of at least
// `least_bits`.
int cc_rsa_verify(const uint8_t *key, size_t key_count, int least_bits, const uint8_t *signature,
                  size_t signature_count, const uint8_t *message, size_t count);

// X.509 (RFC 5280). Nothing is verified.

// What a certificate says of itself; texts are in UTF-8, whatever the certificate has them in.
enum cc_certificate_part {
    CC_ISSUER_ORGANISATION,
    CC_ISSUER_COMMON_NAME,
    CC_SUBJECT_COMMON_NAME,
    // Of the alternative names, one call each, in their order: as they stand there.
    CC_DNS_NAME,
    CC_IP_ADDRESS,
    // The encoded names of both.
    CC_ISSUER,
    CC_SUBJECT,
};

// Calls `tell` with each part of the certificate in DER, of an attribute that stands there several
// times the first; 0 for bytes that are no certificate, or more than one.
int cc_certificate_read(const uint8_t *der, size_t count, void *context,
                        void (*tell)(void *context, enum cc_certificate_part part,
                                     const uint8_t *bytes, size_t count));

// Whether the certificate in DER is for a host of this name or this IP address (RFC 6125).
int cc_certificate_covers(const uint8_t *der, size_t count, const char *host);

#endif
