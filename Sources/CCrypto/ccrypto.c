// The digests by name are deprecated, but not those that go with them through a table of providers,
// which takes a command that hashes one entry 0.7 ms to set up.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "ccrypto.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/md5.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <pthread.h>

static const int tag_count = 16;

void cc_sha256(const uint8_t *bytes, size_t count, uint8_t digest[32]) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, count);
    SHA256_Final(digest, &context);
}

void cc_sha1(const uint8_t *bytes, size_t count, uint8_t digest[20]) {
    SHA_CTX context;
    SHA1_Init(&context);
    SHA1_Update(&context, bytes, count);
    SHA1_Final(digest, &context);
}

void cc_md5(const uint8_t *bytes, size_t count, uint8_t digest[16]) {
    MD5_CTX context;
    MD5_Init(&context);
    MD5_Update(&context, bytes, count);
    MD5_Final(digest, &context);
}

// No settings of this machine change what is computed, and nothing is torn down at the end of the
// program while other threads still compute.
static void start_library(void) {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL);
}

static void ready(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_library);
}

// Refusals are told by the result; the library's list of them is not left to grow old.
static int outcome(int is_done) {
    if (!is_done) ERR_clear_error();
    return is_done;
}

int cc_hmac_sha256(const uint8_t *key, size_t key_count, const uint8_t *bytes, size_t count,
                   uint8_t code[32]) {
    ready();
    if (key_count > INT_MAX) return 0;
    unsigned int code_count = 0;
    // An empty key without an address would stand for the key of the call before.
    const uint8_t *given = key_count ? key : (const uint8_t *)"";
    uint8_t *made = HMAC(EVP_sha256(), given, (int)key_count, bytes, count, code, &code_count);
    return outcome(made != NULL && code_count == 32);
}

// Keys of the two functions on Curve25519.

static int write_public_key(int kind, const uint8_t secret[32], uint8_t public_key[32]) {
    ready();
    size_t count = 32;
    EVP_PKEY *own = EVP_PKEY_new_raw_private_key(kind, NULL, secret, 32);
    int is_done = own && EVP_PKEY_get_raw_public_key(own, public_key, &count) == 1 && count == 32;
    EVP_PKEY_free(own);
    return outcome(is_done);
}

int cc_x25519_public_key(const uint8_t secret[32], uint8_t public_key[32]) {
    return write_public_key(EVP_PKEY_X25519, secret, public_key);
}

int cc_ed25519_public_key(const uint8_t seed[32], uint8_t public_key[32]) {
    return write_public_key(EVP_PKEY_ED25519, seed, public_key);
}

int cc_x25519_shared_secret(const uint8_t secret[32], const uint8_t other[32],
                            uint8_t shared[32]) {
    ready();
    size_t count = 32;
    EVP_PKEY *own = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, secret, 32);
    EVP_PKEY *their = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, other, 32);
    EVP_PKEY_CTX *context = own ? EVP_PKEY_CTX_new(own, NULL) : NULL;
    int is_done = context && their && EVP_PKEY_derive_init(context) == 1
        && EVP_PKEY_derive_set_peer(context, their) == 1
        && EVP_PKEY_derive(context, shared, &count) == 1 && count == 32;
    uint8_t any = 0;
    for (size_t place = 0; is_done && place < 32; place++) any |= shared[place];
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(their);
    EVP_PKEY_free(own);
    return outcome(is_done && any);
}

// The cipher.

int cc_chacha20_poly1305_seal(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *data,
                              size_t data_count, const uint8_t *plain, size_t count,
                              uint8_t *sealed) {
    ready();
    if (data_count > INT_MAX || count > (size_t)(INT_MAX - tag_count)) return 0;
    int written = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int is_done = context
        && EVP_EncryptInit_ex(context, EVP_chacha20_poly1305(), NULL, key, nonce) == 1
        && (!data_count
            || EVP_EncryptUpdate(context, NULL, &written, data, (int)data_count) == 1)
        && (!count || EVP_EncryptUpdate(context, sealed, &written, plain, (int)count) == 1)
        && EVP_EncryptFinal_ex(context, sealed + count, &written) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_count, sealed + count) == 1;
    EVP_CIPHER_CTX_free(context);
    return outcome(is_done);
}

int cc_chacha20_poly1305_open(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *data,
                              size_t data_count, const uint8_t *sealed, size_t count,
                              uint8_t *plain) {
    ready();
    if (data_count > INT_MAX || count > INT_MAX || count < (size_t)tag_count) return 0;
    int written = 0;
    int length = (int)count - tag_count;
    // The library only reads the tag that it is to expect.
    void *tag = (void *)(sealed + length);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int is_done = context
        && EVP_DecryptInit_ex(context, EVP_chacha20_poly1305(), NULL, key, nonce) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_count, tag) == 1
        && (!data_count
            || EVP_DecryptUpdate(context, NULL, &written, data, (int)data_count) == 1)
        && (!length || EVP_DecryptUpdate(context, plain, &written, sealed, length) == 1)
        && EVP_DecryptFinal_ex(context, plain + length, &written) == 1;
    EVP_CIPHER_CTX_free(context);
    return outcome(is_done);
}

// Signatures.

int cc_ed25519_sign(const uint8_t seed[32], const uint8_t *message, size_t count,
                    uint8_t signature[64]) {
    ready();
    size_t signature_count = 64;
    EVP_PKEY *own = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int is_done = own && context && EVP_DigestSignInit(context, NULL, NULL, NULL, own) == 1
        && EVP_DigestSign(context, signature, &signature_count, message, count) == 1
        && signature_count == 64;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(own);
    return outcome(is_done);
}

// Takes the key over; `digest` is null where the scheme has its own.
static int verify(EVP_PKEY *key, const EVP_MD *digest, const uint8_t *signature,
                  size_t signature_count, const uint8_t *message, size_t count) {
    EVP_MD_CTX *context = key ? EVP_MD_CTX_new() : NULL;
    int is_done = context && EVP_DigestVerifyInit(context, NULL, digest, NULL, key) == 1
        && EVP_DigestVerify(context, signature, signature_count, message, count) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return outcome(is_done);
}

int cc_ed25519_verify(const uint8_t *key, size_t key_count, const uint8_t *signature,
                      size_t signature_count, const uint8_t *message, size_t count) {
    ready();
    EVP_PKEY *their = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, key_count);
    return verify(their, NULL, signature, signature_count, message, count);
}

static EVP_PKEY *key_of_point(const char *curve, const uint8_t *point, size_t count) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)curve, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, count),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (context && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    return key;
}

int cc_ecdsa_verify(const char *curve, const uint8_t *point, size_t point_count,
                    const uint8_t *signature, size_t signature_count, const uint8_t *message,
                    size_t count) {
    ready();
    if (point_count != 33 && point_count != 65) return 0;
    EVP_PKEY *their = key_of_point(curve, point, point_count);
    return verify(their, EVP_sha256(), signature, signature_count, message, count);
}

int cc_rsa_verify(const uint8_t *key, size_t key_count, int least_bits, const uint8_t *signature,
                  size_t signature_count, const uint8_t *message, size_t count) {
    ready();
    if (key_count > LONG_MAX) return 0;
    const uint8_t *end = key;
    EVP_PKEY *their = d2i_PUBKEY(NULL, &end, (long)key_count);
    if (!their || end != key + key_count || !EVP_PKEY_is_a(their, "RSA")
        || EVP_PKEY_get_bits(their) < least_bits) {
        EVP_PKEY_free(their);
        return outcome(0);
    }
    return verify(their, EVP_sha256(), signature, signature_count, message, count);
}

// Certificates.

static X509 *certificate(const uint8_t *der, size_t count) {
    ready();
    if (count > LONG_MAX) return NULL;
    const uint8_t *end = der;
    X509 *certificate = d2i_X509(NULL, &end, (long)count);
    if (!certificate || end == der + count) return certificate;
    X509_free(certificate);
    return NULL;
}

typedef void (*cc_tell)(void *, enum cc_certificate_part, const uint8_t *, size_t);

static void tell_attribute(const X509_NAME *name, int attribute, enum cc_certificate_part part,
                           void *context, cc_tell tell) {
    int place = X509_NAME_get_index_by_NID(name, attribute, -1);
    if (place < 0) return;
    unsigned char *text = NULL;
    X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, place);
    int count = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));
    if (count < 0) return;
    tell(context, part, text, (size_t)count);
    OPENSSL_free(text);
}

static void tell_name(const X509_NAME *name, enum cc_certificate_part part, void *context,
                      cc_tell tell) {
    const unsigned char *bytes = NULL;
    size_t count = 0;
    if (X509_NAME_get0_der(name, &bytes, &count) == 1) tell(context, part, bytes, count);
}

static void tell_alternative(const ASN1_STRING *text, enum cc_certificate_part part, void *context,
                             cc_tell tell) {
    tell(context, part, ASN1_STRING_get0_data(text), (size_t)ASN1_STRING_length(text));
}

int cc_certificate_read(const uint8_t *der, size_t count, void *context, cc_tell tell) {
    X509 *read = certificate(der, count);
    if (!read) return outcome(0);
    const X509_NAME *issuer = X509_get_issuer_name(read), *subject = X509_get_subject_name(read);
    tell_attribute(issuer, NID_organizationName, CC_ISSUER_ORGANISATION, context, tell);
    tell_attribute(issuer, NID_commonName, CC_ISSUER_COMMON_NAME, context, tell);
    tell_attribute(subject, NID_commonName, CC_SUBJECT_COMMON_NAME, context, tell);
    tell_name(issuer, CC_ISSUER, context, tell);
    tell_name(subject, CC_SUBJECT, context, tell);
    GENERAL_NAMES *names = X509_get_ext_d2i(read, NID_subject_alt_name, NULL, NULL);
    for (int place = 0; place < sk_GENERAL_NAME_num(names); place++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, place);
        if (name->type == GEN_DNS)
            tell_alternative(name->d.dNSName, CC_DNS_NAME, context, tell);
        if (name->type == GEN_IPADD)
            tell_alternative(name->d.iPAddress, CC_IP_ADDRESS, context, tell);
    }
    GENERAL_NAMES_free(names);
    X509_free(read);
    ERR_clear_error();
    return 1;
}

int cc_certificate_covers(const uint8_t *der, size_t count, const char *host) {
    X509 *read = certificate(der, count);
    const unsigned int whole = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
    int covers = read && (X509_check_host(read, host, 0, whole, NULL) == 1
                          || X509_check_ip_asc(read, host, 0) == 1);
    X509_free(read);
    ERR_clear_error();
    return covers;
}
