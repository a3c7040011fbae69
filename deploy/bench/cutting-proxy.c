// A proxy that resets each connection after a random number of bytes, whoever sent them.
// Usage: cutting-proxy PORT TARGET_PORT MEAN_BYTES SEED; both ports on loopback. Prints its counts
// when it is told to end (SIGTERM).
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAIRS = 512, BUFFER = 64 << 10 };

// What was read on one side and is to be written on the other.
struct flow { char bytes[BUFFER]; size_t begin, end; };
struct pair { int side[2]; struct flow from[2]; long left; };

static struct pair *pairs[PAIRS];
static uint64_t dice;
static volatile sig_atomic_t ending;
static long connections, cuts, total;

static void stop(int number) { (void)number; ending = 1; }

static double roll(void) { // xorshift64*, between 0 and 1
    dice ^= dice >> 12; dice ^= dice << 25; dice ^= dice >> 27;
    return (double)((dice * 2685821657736338717ULL) >> 11) / 9007199254740992.0;
}

static struct sockaddr_in loopback(int port) {
    return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void end(int slot, int reset) {
    struct linger now = { .l_onoff = reset, .l_linger = 0 };
    for (int side = 0; side < 2; side++) {
        setsockopt(pairs[slot]->side[side], SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close(pairs[slot]->side[side]);
    }
    free(pairs[slot]);
    pairs[slot] = NULL;
}

static void take(int listener, int target, long mean) {
    int slot = 0, caller = accept(listener, NULL, NULL), yes = 1;
    if (caller < 0) return;
    while (slot < PAIRS && pairs[slot]) slot++;
    struct sockaddr_in address = loopback(target);
    int callee = socket(AF_INET, SOCK_STREAM, 0);
    if (slot == PAIRS || connect(callee, (void *)&address, sizeof address)) {
        close(caller); close(callee);
        return;
    }
    setsockopt(caller, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(callee, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    pairs[slot] = calloc(1, sizeof **pairs);
    pairs[slot]->side[0] = caller;
    pairs[slot]->side[1] = callee;
    pairs[slot]->left = (long)(2 * roll() * (double)mean) + 1;
    connections++;
}

// Reads what fits, and cuts in the middle of it; false when the pair is gone.
static int carry_in(int slot, int side) {
    struct pair *pair = pairs[slot];
    struct flow *flow = &pair->from[side];
    ssize_t count = recv(pair->side[side], flow->bytes, BUFFER, MSG_DONTWAIT);
    if (count < 0) return errno == EAGAIN ? 1 : (end(slot, 1), 0);
    if (count == 0) return end(slot, 0), 0;
    flow->begin = 0;
    flow->end = (size_t)count;
    total += count;
    if ((pair->left -= count) > 0) return 1;
    // The bytes before the cut still arrive.
    size_t before = (size_t)(count + pair->left);
    if (before) send(pair->side[!side], flow->bytes, before, MSG_DONTWAIT | MSG_NOSIGNAL);
    cuts++;
    return end(slot, 1), 0;
}

static int carry_out(int slot, int side) {
    struct flow *flow = &pairs[slot]->from[!side];
    ssize_t count = send(pairs[slot]->side[side], flow->bytes + flow->begin,
                         flow->end - flow->begin, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0) return errno == EAGAIN ? 1 : (end(slot, 1), 0);
    flow->begin += (size_t)count;
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 5) { fprintf(stderr, "usage: cutting-proxy PORT TARGET MEAN SEED\n"); return 64; }
    int target = atoi(argv[2]), listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    long mean = atol(argv[3]);
    dice = (uint64_t)atol(argv[4]) * 2 + 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = loopback(atoi(argv[1]));
    if (bind(listener, (void *)&address, sizeof address) || listen(listener, 128)) {
        perror("listen");
        return 74;
    }
    struct sigaction action = { .sa_handler = stop };
    sigaction(SIGTERM, &action, NULL);
    while (!ending) {
        struct pollfd waits[1 + 2 * PAIRS] = { { .fd = listener, .events = POLLIN } };
        int owner[1 + 2 * PAIRS], count = 1;
        for (int slot = 0; slot < PAIRS; slot++)
            for (int side = 0; pairs[slot] && side < 2; side++) {
                struct flow *in = &pairs[slot]->from[side], *out = &pairs[slot]->from[!side];
                short events = (short)((in->begin == in->end ? POLLIN : 0)
                                       | (out->begin < out->end ? POLLOUT : 0));
                waits[count] = (struct pollfd){ .fd = pairs[slot]->side[side], .events = events };
                owner[count++] = 2 * slot + side;
            }
        if (poll(waits, (nfds_t)count, 1000) <= 0) continue;
        for (int i = 1; i < count; i++) {
            int slot = owner[i] / 2, side = owner[i] % 2;
            if (!pairs[slot] || pairs[slot]->side[side] != waits[i].fd) continue;
            if (waits[i].revents & POLLOUT && !carry_out(slot, side)) continue;
            if (waits[i].revents & POLLIN && !carry_in(slot, side)) continue;
            if (waits[i].revents & (POLLERR | POLLHUP) && !(waits[i].revents & POLLIN)) end(slot, 1);
        }
        if (waits[0].revents & POLLIN) take(listener, target, mean);
    }
    printf("%ld %ld %ld\n", connections, cuts, total);
    return 0;
}
