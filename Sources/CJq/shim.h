#pragma once
// jq's values are reference counted by hand; these functions keep that in one place.
#include <dlfcn.h>
#include <jq.h>
#include <jv.h>
#include <stdlib.h>
#include <string.h>

// What compiling a program, or running it on one text, gave.
enum referral_jq_result {
    REFERRAL_JQ_ONE_OUTPUT,
    REFERRAL_JQ_NO_OUTPUT,
    REFERRAL_JQ_SEVERAL_OUTPUTS,
    REFERRAL_JQ_ERROR,
    REFERRAL_JQ_INPUT_NOT_JSON,
    REFERRAL_JQ_COMPILED,
    REFERRAL_JQ_NOT_COMPILED
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
    // A program holds what it was given until it is given something else.
    jq_start(state, jv_null(), 0);
    return result;
}
