#pragma once
// A program can crash jq: by a value that nests too deeply, by taking all memory, or by one of jq's
// own assertions. So programs run in a process that may die of them, and of nothing else.
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// What a worker is asked. `length` bytes of program or input follow, then `codes` bytes of codes.
struct referral_jq_request {
    uint32_t program;
    uint32_t compiles;
    uint32_t length;
    uint32_t codes;
};

// What it answers, and the time of the processor that it took; `length` bytes of output or message
// follow.
struct referral_jq_reply {
    uint32_t result;
    uint32_t length;
    uint32_t microseconds;
};

// How much a worker may take. Time is the processor's, for one request; a request that waits for
// something instead of working is ended after ten times as long.
struct referral_jq_bounds {
    uint32_t milliseconds;
    uint32_t output;
    uint64_t memory;
};

static inline int referral_jq_send(int socket, const void *bytes, size_t length) {
    const char *next = (const char *)bytes;
    while (length > 0) {
        ssize_t sent = send(socket, next, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return -1;
        next += sent;
        length -= (size_t)sent;
    }
    return 0;
}

static inline int referral_jq_receive(int socket, void *bytes, size_t length) {
    char *next = (char *)bytes;
    while (length > 0) {
        ssize_t received = recv(socket, next, length, 0);
        if (received < 0 && errno == EINTR) continue;
        if (received <= 0) return -1;
        next += received;
        length -= (size_t)received;
    }
    return 0;
}

static inline void referral_jq_set_timers(uint32_t milliseconds) {
    struct itimerval work = {{0, 0}, {milliseconds / 1000, milliseconds % 1000 * 1000}};
    struct itimerval wait = {{0, 0}, {milliseconds * 10 / 1000, milliseconds * 10 % 1000 * 1000}};
    setitimer(ITIMER_PROF, &work, NULL);
    setitimer(ITIMER_REAL, &wait, NULL);
}

static inline uint64_t referral_jq_microseconds_used(void) {
    struct timespec time = {0, 0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

// What private memory the process has already, in bytes.
static inline uint64_t referral_jq_memory_used(void) {
    char text[128] = {0};
    int file = open("/proc/self/statm", O_RDONLY);
    if (file < 0) return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    char *next = text;
    // The sixth number is data and stack, in pages.
    uint64_t pages = 0;
    for (int field = 0; length > 0 && field < 6; field++) pages = strtoul(next, &next, 10);
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

// Makes the new process a worker: it dies by every fault, ends with the one that asks it and not at
// the terminal's or the supervisor's wish, and has no file but its socket.
static inline void referral_jq_settle(int socket, struct referral_jq_bounds bounds) {
    const int faults[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGTRAP, SIGPROF, SIGALRM};
    for (unsigned i = 0; i < sizeof faults / sizeof *faults; i++) signal(faults[i], SIG_DFL);
    const int wishes[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
    for (unsigned i = 0; i < sizeof wishes / sizeof *wishes; i++) signal(wishes[i], SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(socket, 3);
    syscall(SYS_close_range, 4U, ~0U, 0U);
    // jq says what it dies of; the one who waits says it better.
    int nowhere = open("/dev/null", O_RDWR);
    for (int i = 0; i < 3 && nowhere >= 0; i++) dup2(nowhere, i);
    rlim_t most = referral_jq_memory_used() + bounds.memory;
    struct rlimit memory = {most, most};
    struct rlimit core = {0, 0};
    setrlimit(RLIMIT_DATA, &memory);
    setrlimit(RLIMIT_CORE, &core);
}

// Of CProcess.
void referral_process_wipe_stack(void);

// Answers requests until nobody asks any more.
static inline void referral_jq_work(struct referral_jq_bounds bounds) {
    const int socket = 3;
    jq_state **states = NULL;
    uint32_t count = 0;
    struct referral_jq_request request;
    while (referral_jq_receive(socket, &request, sizeof request) == 0) {
        char *text = (char *)calloc(1, (size_t)request.length + 1);
        char *codes = (char *)calloc(1, (size_t)request.codes + 1);
        if (text == NULL || codes == NULL) abort();
        if (referral_jq_receive(socket, text, request.length) != 0) break;
        if (referral_jq_receive(socket, codes, request.codes) != 0) break;
        char *output = NULL;
        struct referral_jq_reply reply = {REFERRAL_JQ_NOT_COMPILED, 0, 0};
        uint64_t start = referral_jq_microseconds_used();
        referral_jq_set_timers(bounds.milliseconds);
        if (request.compiles) {
            if (request.program >= count) {
                count = request.program + 1;
                states = (jq_state **)realloc(states, count * sizeof *states);
                if (states == NULL) abort();
            }
            states[request.program] = referral_jq_compile(text, codes, &output);
            if (states[request.program] != NULL) reply.result = REFERRAL_JQ_COMPILED;
        } else if (request.program < count && states[request.program] != NULL) {
            reply.result = (uint32_t)referral_jq_run(
                states[request.program], text, (int)request.length, &output);
        }
        referral_jq_set_timers(0);
        reply.microseconds = (uint32_t)(referral_jq_microseconds_used() - start);
        size_t length = output ? strlen(output) : 0;
        // Nobody can do anything with so much; it is a program that goes wild.
        if (length > bounds.output) abort();
        reply.length = (uint32_t)length;
        if (referral_jq_send(socket, &reply, sizeof reply) != 0) break;
        if (referral_jq_send(socket, output, length) != 0) break;
        free(output);
        free(codes);
        free(text);
        referral_process_wipe_stack();
    }
}

// Starts a worker and gives the socket on which it is asked; -1 when there is no room for one.
static inline pid_t referral_jq_start(struct referral_jq_bounds bounds, int *socket) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    referral_jq_bound_patterns();
    pid_t worker = fork();
    if (worker == 0) {
        referral_jq_settle(ends[1], bounds);
        referral_jq_work(bounds);
        _exit(0);
    }
    close(ends[1]);
    if (worker < 0) close(ends[0]);
    *socket = ends[0];
    return worker;
}

// Asks a worker; 0 with its answer, `*output` to be freed by the caller, or -1 when it died of it.
static inline int referral_jq_ask(
    int socket, struct referral_jq_request request, const char *text, const char *codes,
    struct referral_jq_reply *reply, char **output) {
    *output = NULL;
    if (referral_jq_send(socket, &request, sizeof request) != 0) return -1;
    if (referral_jq_send(socket, text, request.length) != 0) return -1;
    if (referral_jq_send(socket, codes, request.codes) != 0) return -1;
    if (referral_jq_receive(socket, reply, sizeof *reply) != 0) return -1;
    *output = (char *)malloc((size_t)reply->length + 1);
    if (*output == NULL) return -1;
    return referral_jq_receive(socket, *output, reply->length);
}

// Ends a worker and gives the signal that it died of before, or 0.
static inline int referral_jq_end(pid_t worker, int socket) {
    close(socket);
    int status = 0;
    while (waitpid(worker, &status, 0) < 0 && errno == EINTR) {}
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}
