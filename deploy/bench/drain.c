// The bare yardstick of `deploy/bench.sh drain`: one libcurl multi loop that posts bodies and keeps
// nothing but what failed, which it posts again: a server may answer and reset the stream before it
// has read the body. Usage: drain URL CA CERTIFICATE KEY BODIES CONCURRENCY; BODIES holds a body a
// line. Prints the bodies taken, all bodies, the seconds, and how many were posted again.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static size_t discard(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes; (void)context;
    return size * count;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct body { char *bytes; size_t length; };

static void start(CURLM *multi, CURL *easy, struct body *body) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body->bytes);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)body->length);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, body);
    curl_multi_add_handle(multi, easy);
}

int main(int argc, char **argv) {
    if (argc != 7) { fprintf(stderr, "usage: drain URL CA CERT KEY BODIES CONCURRENCY\n"); return 64; }
    FILE *file = fopen(argv[5], "r");
    if (!file) { perror(argv[5]); return 66; }
    size_t count = 0, room = 0;
    struct body *bodies = NULL;
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t length; (length = getline(&line, &capacity, file)) > 0;) {
        if (count == room) {
            room = room ? room * 2 : 1024;
            bodies = realloc(bodies, room * sizeof *bodies);
        }
        if (line[length - 1] == '\n') length -= 1;
        bodies[count].bytes = memcpy(malloc((size_t)length), line, (size_t)length);
        bodies[count++].length = (size_t)length;
    }

    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");
    headers = curl_slist_append(
        headers, "Content-Digest: sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
    headers = curl_slist_append(
        headers, "Idempotency-Key: \"0b7e2a54-6f0e-4c3b-9a51-3f8f7f2f6a01\"");

    size_t started = 0, accepted = 0, again = 0, concurrency = (size_t)atoi(argv[6]);
    double begin = now();
    for (size_t slot = 0; slot < concurrency && started < count; slot++) {
        CURL *easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
        curl_easy_setopt(easy, CURLOPT_CAINFO, argv[2]);
        curl_easy_setopt(easy, CURLOPT_SSLCERT, argv[3]);
        curl_easy_setopt(easy, CURLOPT_SSLKEY, argv[4]);
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
        curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
        start(multi, easy, &bodies[started++]);
    }
    for (int running = 1; accepted < count && again < count;) {
        curl_multi_perform(multi, &running);
        int left = 0;
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
            CURL *easy = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            struct body *body = NULL;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&body);
            int taken = message->data.result == CURLE_OK && status / 100 == 2;
            curl_multi_remove_handle(multi, easy);
            if (taken) accepted++;
            else again++;
            if (!taken) start(multi, easy, body);
            else if (started < count) start(multi, easy, &bodies[started++]);
        }
        if (accepted < count) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    double seconds = now() - begin;
    printf("%zu %zu %.3f %zu\n", accepted, count, seconds, again);
    return accepted == count ? 0 : 1;
}
