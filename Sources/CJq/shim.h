#pragma once
// jq's values are reference counted by hand; these functions keep that in one place.
#include <dlfcn.h>
#include <fcntl.h>
#include <jq.h>
#include <jv.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// What running a program on one text gave.
enum referral_jq_result {
    REFERRAL_JQ_ONE_OUTPUT,
    REFERRAL_JQ_NO_OUTPUT,
    REFERRAL_JQ_SEVERAL_OUTPUTS,
    REFERRAL_JQ_ERROR,
    REFERRAL_JQ_INPUT_NOT_JSON,
    REFERRAL_JQ_STOPPED
};

// jq's regular expressions are Oniguruma's, which can look back without end. What tries more often
// than this is given up with an error; no pattern of ours comes near it. The library is there only
// as jq's, so its functions are looked up.
static inline void referral_jq_bound_patterns(void) {
    typedef int (*limit)(unsigned long);
    limit in_match = (limit)dlsym(RTLD_DEFAULT, "onig_set_retry_limit_in_match");
    limit in_search = (limit)dlsym(RTLD_DEFAULT, "onig_set_retry_limit_in_search");
    if (in_match) in_match(100000);
    if (in_search) in_search(1000000);
}

static inline char *referral_jq_text(jv value) {
    char *copy = strdup(jv_string_value(value));
    jv_free(value);
    return copy;
}

// Keeps the first message of the compiler in the `char *` that the context points to.
static inline void referral_jq_keep_message(void *context, jv message) {
    char **kept = (char **)context;
    if (*kept == NULL && jv_get_kind(message) == JV_KIND_STRING)
        *kept = referral_jq_text(message);
    else
        jv_free(message);
}

// Compiles a program with `$codes` bound; NULL on failure, with jq's message in `*message` (to be
// freed by the caller). Later messages of the program are swallowed: they may quote its input.
static inline jq_state *referral_jq_compile(const char *program, const char *codes, char **message) {
    *message = NULL;
    referral_jq_bound_patterns();
    jv parsed = jv_parse(codes);
    if (!jv_is_valid(parsed)) {
        jv_free(parsed);
        return NULL;
    }
    jq_state *state = jq_init();
    if (state == NULL) {
        jv_free(parsed);
        return NULL;
    }
    jq_set_error_cb(state, referral_jq_keep_message, message);
    jv arguments = jv_object_set(jv_object(), jv_string("codes"), parsed);
    if (!jq_compile_args(state, program, arguments)) {
        jq_teardown(&state);
        return NULL;
    }
    return state;
}

// Runs a program on one JSON text. `*output` is the one output as compact JSON, or the message of
// an error that is a plain text, or NULL; to be freed by the caller.
static inline enum referral_jq_result referral_jq_run(
    jq_state *state, const char *input, int length, char **output) {
    *output = NULL;
    char *swallowed = NULL;
    jq_set_error_cb(state, referral_jq_keep_message, &swallowed);
    jv value = jv_parse_sized(input, length);
    if (!jv_is_valid(value)) {
        jv_free(value);
        return REFERRAL_JQ_INPUT_NOT_JSON;
    }
    jq_start(state, value, 0);
    enum referral_jq_result result = REFERRAL_JQ_NO_OUTPUT;
    for (;;) {
        jv next = jq_next(state);
        if (!jv_is_valid(next)) {
            if (jv_invalid_has_msg(jv_copy(next))) {
                result = REFERRAL_JQ_ERROR;
                free(*output);
                *output = NULL;
                jv message = jv_invalid_get_msg(next);
                if (jv_get_kind(message) == JV_KIND_STRING)
                    *output = referral_jq_text(message);
                else
                    jv_free(message);
            } else {
                jv_free(next);
            }
            break;
        }
        if (result == REFERRAL_JQ_ONE_OUTPUT) {
            jv_free(next);
            result = REFERRAL_JQ_SEVERAL_OUTPUTS;
            break;
        }
        result = REFERRAL_JQ_ONE_OUTPUT;
        *output = referral_jq_text(jv_dump_string(next, 0));
    }
    free(swallowed);
    return jq_halted(state) ? REFERRAL_JQ_STOPPED : result;
}

// Makes a run that is going on in another thread end; jq looks for this before each instruction.
static inline void referral_jq_stop(jq_state *state) {
    jq_halt(state, jv_invalid(), jv_invalid());
}

static inline void referral_jq_free(jq_state *state) {
    jq_teardown(&state);
}

// Runs a program on each input in a process of its own, which may take so many seconds of processor
// time and bytes of memory; 0, or the number of the signal that ended it. A program can crash jq
// with a value that nests too deeply, and only its own process may die of that.
static inline int referral_jq_try(
    const char *program, const char *codes, const char *const *inputs, int count, int seconds,
    unsigned long bytes) {
    pid_t child = fork();
    if (child < 0) return 0;
    if (child == 0) {
        const int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGTRAP, SIGXCPU};
        for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        struct rlimit time = {(rlim_t)seconds, (rlim_t)seconds + 1};
        struct rlimit memory = {bytes, bytes};
        struct rlimit core = {0, 0};
        setrlimit(RLIMIT_CPU, &time);
        setrlimit(RLIMIT_DATA, &memory);
        setrlimit(RLIMIT_CORE, &core);
        // jq says what it dies of; the one who waits says it better.
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0) dup2(nowhere, 2);
        char *message = NULL;
        jq_state *state = referral_jq_compile(program, codes, &message);
        for (int i = 0; state != NULL && i < count; i++) {
            char *output = NULL;
            referral_jq_run(state, inputs[i], (int)strlen(inputs[i]), &output);
            free(output);
        }
        _exit(0);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {}
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}
