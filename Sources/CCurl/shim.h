#pragma once
// libcurl's setters and getters are variadic, which Swift cannot call; these have fixed types.
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

static inline CURLcode referral_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode referral_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode referral_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

// The bytes must outlive the handle's use: nothing is copied.
static inline CURLcode referral_curl_set_blob(
    CURL *easy, CURLoption option, void *bytes, size_t length) {
    struct curl_blob blob = {.data = bytes, .len = length, .flags = CURL_BLOB_NOCOPY};
    return curl_easy_setopt(easy, option, &blob);
}

// The body must outlive the transfer: nothing is copied.
static inline CURLcode referral_curl_set_body(CURL *easy, const void *bytes, curl_off_t length) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, length);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_POSTFIELDS, bytes) : code;
}

static inline CURLcode referral_curl_set_data_callback(
    CURL *easy, CURLoption option, size_t (*callback)(char *, size_t, size_t, void *)) {
    return curl_easy_setopt(easy, option, callback);
}

static inline CURLcode referral_curl_set_prereq_callback(
    CURL *easy, int (*callback)(void *, char *, char *, int, int)) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
}

static inline CURLcode referral_curl_set_socket_callback(
    CURL *easy,
    curl_socket_t (*callback)(void *, curlsocktype, struct curl_sockaddr *)) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
}

static inline CURLMcode referral_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline long referral_curl_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

static inline curl_off_t referral_curl_get_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

static inline void *referral_curl_get_private(CURL *easy) {
    char *value = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value);
    return value;
}

// The next finished transfer, or NULL; its result code in `*code`.
static inline CURL *referral_curl_multi_finished(CURLM *multi, CURLcode *code) {
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
        if (message->msg != CURLMSG_DONE) continue;
        *code = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

// Whether an IPv4 address (host byte order) is not on the public internet: this host, private
// (RFC 1918), shared (RFC 6598), link-local, benchmarking, multicast or reserved.
static inline bool referral_curl_is_internal_v4(uint32_t address) {
    return (address >> 24) == 0 || (address >> 24) == 10 || (address >> 24) == 127
        || (address >> 22) == (100u << 2 | 1) || (address >> 16) == (169u << 8 | 254)
        || (address >> 20) == (172u << 4 | 1) || (address >> 16) == (192u << 8 | 168)
        || (address >> 8) == (192u << 16) || (address >> 17) == (198u << 7 | 9)
        || (address >> 28) >= 14;
}

// Whether an address is not on the public internet, also when it is an IPv4 address in an IPv6 coat
// (mapped, compatible, NAT64 of RFC 6052).
static inline bool referral_curl_is_internal(const struct sockaddr *address) {
    if (address->sa_family == AF_INET)
        return referral_curl_is_internal_v4(
            ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr));
    if (address->sa_family != AF_INET6) return true;
    const uint8_t *bytes = ((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr;
    static const uint8_t zeros[12] = {0};
    static const uint8_t nat64[12] = {0, 0x64, 0xff, 0x9b};
    bool mapped = memcmp(bytes, zeros, 10) == 0 && bytes[10] == 0xff && bytes[11] == 0xff;
    if (mapped || memcmp(bytes, zeros, 12) == 0 || memcmp(bytes, nat64, 12) == 0)
        return mapped || memcmp(bytes, nat64, 12) == 0
            ? referral_curl_is_internal_v4(
                (uint32_t)bytes[12] << 24 | (uint32_t)bytes[13] << 16 | (uint32_t)bytes[14] << 8
                | bytes[15])
            : true;
    return (bytes[0] & 0xfe) == 0xfc || (bytes[0] == 0xfe && (bytes[1] & 0xc0) >= 0x80)
        || bytes[0] == 0xff;
}

// The same for an address in text; one that cannot be read counts as internal.
static inline bool referral_curl_is_internal_text(const char *text) {
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return referral_curl_is_internal((const struct sockaddr *)&v4);
    if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1)
        return referral_curl_is_internal((const struct sockaddr *)&v6);
    return true;
}

// Whether both addresses are https at the same host and port, by libcurl's own parser, so that what
// is checked is what is used.
static inline bool referral_curl_same_origin(const char *one, const char *other) {
    CURLU *urls[2] = {curl_url(), curl_url()};
    const char *texts[2] = {one, other};
    char *parts[2][3] = {{NULL}};
    const CURLUPart wanted[3] = {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT};
    bool same = urls[0] != NULL && urls[1] != NULL;
    for (int url = 0; url < 2 && same; url++) {
        same = curl_url_set(urls[url], CURLUPART_URL, texts[url], CURLU_DISALLOW_USER) == CURLUE_OK;
        for (int part = 0; part < 3 && same; part++)
            same = curl_url_get(urls[url], wanted[part], &parts[url][part], CURLU_DEFAULT_PORT)
                == CURLUE_OK;
    }
    for (int part = 0; part < 3 && same; part++)
        same = strcasecmp(parts[0][part], parts[1][part]) == 0;
    same = same && strcasecmp(parts[0][0], "https") == 0;
    for (int url = 0; url < 2; url++) {
        for (int part = 0; part < 3; part++) curl_free(parts[url][part]);
        curl_url_cleanup(urls[url]);
    }
    return same;
}

// The certificate of the peer's chain at this place, as PEM, or NULL; it lives as long as the handle.
static inline const char *referral_curl_certificate(CURL *easy, int place) {
    struct curl_certinfo *chain = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL) return NULL;
    if (place >= chain->num_of_certs) return NULL;
    for (struct curl_slist *line = chain->certinfo[place]; line != NULL; line = line->next)
        if (strncmp(line->data, "Cert:", 5) == 0) return line->data + 5;
    return NULL;
}

// CURLVERSION_NOW is an alias that Swift does not import.
static inline const curl_version_info_data *referral_curl_version(void) {
    return curl_version_info(CURLVERSION_NOW);
}
