#pragma once
// libpq takes arrays of pointers into parameters, and waits without a limit; these take one block of
// bytes, and wait until a deadline.
#include <libpq-fe.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// A commit that was made here and perhaps not at the standby ends with a warning and in success
// (PostgreSQL, src/backend/replication/syncrep.c). The message may be translated, the function not.
static inline void referral_pg_notice(void *context, const PGresult *notice) {
    const char *function = PQresultErrorField(notice, PG_DIAG_SOURCE_FUNCTION);
    if (function && strcmp(function, "SyncRepWaitForLSN") == 0) *(bool *)context = true;
}

static inline void referral_pg_watch_notices(PGconn *connection, bool *unreplicated) {
    PQsetNoticeReceiver(connection, referral_pg_notice, unreplicated);
}

// Connects by a URL; what the URL does not say is as the keys and values before it say.
static inline PGconn *referral_pg_connect(
    int count, const char *const *keys, const char *const *values) {
    return PQconnectdbParams(keys, values, count);
}

// Queues a prepared statement; a negative offset is NULL, and every value is in binary form.
static inline int referral_pg_send(
    PGconn *connection, const char *name, int count, const int *offsets, const int *lengths,
    const char *bytes) {
    const char **values = malloc((size_t)(count + 1) * sizeof *values);
    int *formats = malloc((size_t)(count + 1) * sizeof *formats);
    int sent = 0;
    if (values && formats) {
        for (int index = 0; index < count; index++) {
            values[index] = offsets[index] < 0 ? NULL : bytes + offsets[index];
            formats[index] = 1;
        }
        sent = PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1);
    }
    free(values);
    free(formats);
    return sent;
}

static inline long long referral_pg_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Sends what is queued and waits for a result: 1 when it is there, 0 when the time is over, -1 when
// the connection is lost.
static inline int referral_pg_wait(PGconn *connection, int milliseconds) {
    long long end = referral_pg_milliseconds() + milliseconds;
    for (;;) {
        int left = PQflush(connection);
        if (left < 0) return -1;
        if (!PQisBusy(connection)) return 1;
        struct pollfd descriptor = {
            .fd = PQsocket(connection), .events = (short)(POLLIN | (left > 0 ? POLLOUT : 0))};
        if (descriptor.fd < 0) return -1;
        long long remaining = end - referral_pg_milliseconds();
        if (remaining <= 0) return 0;
        int ready = poll(&descriptor, 1, (int)remaining);
        if (ready < 0) continue;
        if (ready > 0 && (descriptor.revents & ~POLLOUT) && !PQconsumeInput(connection)) return -1;
    }
}

// Waits for a notification and takes all that are there: as `referral_pg_wait`.
static inline int referral_pg_wait_notified(PGconn *connection, int milliseconds) {
    struct pollfd descriptor = {.fd = PQsocket(connection), .events = POLLIN};
    if (descriptor.fd < 0) return -1;
    if (poll(&descriptor, 1, milliseconds) > 0 && !PQconsumeInput(connection)) return -1;
    int found = 0;
    for (PGnotify *notification; (notification = PQnotifies(connection));) {
        PQfreemem(notification);
        found = 1;
    }
    return found;
}
