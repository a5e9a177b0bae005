/* room: clients of one room, and what a server makes of them. One JSON object on stdout.
 *
 *     room closed|paced|storm  --ports P[,P]  --pids PID[,PID]  --clients N
 *          [--flight K] [--rate R] [--warm S] [--seconds S] [--settle S] [--window W] [--drain S]
 *
 * closed: K clients send, each its next message when its last one has come back to it.
 * paced:  R messages a second, whatever the server does; latency is from sending to each arrival.
 * storm:  connect all, rest, drop all at once, connect all at once: connects per second, memory, time until all are back.
 *
 * The server puts everybody into one room and tells the room each ["message", {...}] it gets. Every client must get every
 * message once, byte for byte, and the clients of one port all in the same order: otherwise there is no result. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tally.h"
#include "wire.h"

#define HEAD "42[\"message\",{\"n\":\""
#define TAIL "\",\"from\":\"Tamsin Oyelaran\",\"text\":\"Does anybody know where the workshop on queues has moved to?\"}]"
#define DIGITS 10
#define MOST_MESSAGES (1 << 20)

static struct { uint64_t sum, chain; uint32_t count; bool sender; } *heard;
static int64_t sent_at[MOST_MESSAGES];
static uint32_t sender_of[MOST_MESSAGES];
static uint32_t sent, refused;
static int64_t deliveries;
static bool sending, closed_loop, measuring;
static struct histogram latency;
static const char *last_refusal = "";

static uint64_t mixed(uint64_t value) {
    value = (value + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
    return value ^ value >> 31;
}

static void send_next(struct client *client) {
    char text[256];
    if (sent == MOST_MESSAGES) die("too many messages for one run");
    int length = snprintf(text, sizeof text, HEAD "%0*u" TAIL, DIGITS, sent);
    sender_of[sent] = client->index;
    sent_at[sent++] = clock_now();
    client_say(client, text, (size_t)length);
}

void on_ready(struct client *client) { (void)client; }

void on_lost(struct client *client, const char *why) {
    if (measuring || sending) die("client %u was lost: %s", client->index, why);
    last_refusal = why;
    if (++refused > crowd.count) die("too many connections failed: %s", why);
}

void on_packet(struct client *client, const char *packet, size_t length) {
    const size_t head = sizeof HEAD - 1, tail = sizeof TAIL - 1;
    if (length != head + DIGITS + tail || memcmp(packet, HEAD, head) || memcmp(packet + head + DIGITS, TAIL, tail))
        die("client %u was sent something else: %.*s", client->index, (int)(length < 200 ? length : 200), packet);
    uint32_t number = 0;
    for (size_t i = head; i < head + DIGITS; i++) number = number * 10 + (uint32_t)(packet[i] - '0');
    if (number >= sent) die("client %u was sent message %u, which nobody sent", client->index, number);
    deliveries++;
    heard[client->index].count++;
    heard[client->index].sum += mixed(number);
    heard[client->index].chain = mixed(heard[client->index].chain ^ number);
    if (measuring && !closed_loop) histogram_add(&latency, crowd.now - sent_at[number]);
    if (closed_loop && sending && sender_of[number] == client->index && heard[client->index].sender) send_next(client);
}

/* Send for a time: closed loops run by themselves, paced messages go out at their moments, from everybody in turn. */
static void run_until(int64_t end, double rate) {
    static double due = 0;
    while (clock_now() < end) {
        if (closed_loop) {
            crowd_poll(end);
            continue;
        }
        if (due == 0) due = (double)clock_now();
        while (due <= (double)clock_now()) {
            send_next(&crowd.clients[(sent * 7919ULL) % crowd.count]);
            due += (double)SECOND / rate;
        }
        crowd_poll((int64_t)due < end ? (int64_t)due : end);
    }
}

static void drain(double within) {
    int64_t end = clock_now() + (int64_t)(within * SECOND);
    while (deliveries < (int64_t)sent * crowd.count && clock_now() < end) crowd_poll(end);
    for (int64_t quiet = clock_now() + 300 * MILLISECOND; clock_now() < quiet;) crowd_poll(quiet); /* twice, perhaps? */
}

static void verify(void) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < sent; i++) sum += mixed(i);
    for (uint32_t i = 0; i < crowd.count; i++) {
        if (heard[i].count != sent) die("client %u got %u of %u messages", i, heard[i].count, sent);
        if (heard[i].sum != sum) die("client %u got one message twice and another not at all", i);
        if (heard[i].chain != heard[i % (uint32_t)crowd.port_count].chain) die("client %u got them in another order", i);
    }
}

static void rest(double seconds) {
    for (int64_t end = clock_now() + (int64_t)(seconds * SECOND); clock_now() < end;) crowd_poll(end);
}

static void measure_room(const struct processes *servers, uint32_t flight, double rate, double warm, double seconds,
                         double drain_within) {
    crowd_gather(128, 120 * SECOND);
    rest(0.5);
    sending = true;
    for (uint32_t i = 1; closed_loop && i <= flight; i++) { /* spread over the room; the last of them hears last */
        struct client *client = &crowd.clients[(uint64_t)crowd.count * i / flight - 1];
        heard[client->index].sender = true;
        send_next(client);
    }
    run_until(clock_now() + (int64_t)(warm * SECOND), rate);
    double cpu = cpu_of_all(servers), kernel = kernel_of_all(servers), own = cpu_of(0);
    int64_t began = clock_now(), before = deliveries, reads = crowd.reads;
    measuring = true;
    run_until(began + (int64_t)(seconds * SECOND), rate);
    cpu = cpu_of_all(servers) - cpu, kernel = kernel_of_all(servers) - kernel, own = cpu_of(0) - own;
    int64_t took = clock_now() - began, delivered = deliveries - before;
    reads = crowd.reads - reads;
    sending = false;
    drain(drain_within);
    verify();
    double wall = (double)took / SECOND;
    printf("{\"clients\": %u, \"messages\": %u, \"deliveries_per_second\": %.0f, \"deliveries_per_cpu_second\": %.0f, "
           "\"server_cpu\": %.4f, \"server_own\": %.4f, \"client_cpu\": %.4f, \"deliveries_per_read\": %.2f, "
           "\"p50_ms\": %.2f, \"p99_ms\": %.2f, \"worst_ms\": %.2f}\n",
           crowd.count, sent, (double)delivered / wall, (double)delivered / (cpu > 0 ? cpu : 1e-9), cpu / wall,
           (cpu - kernel) / wall, own / wall, (double)delivered / (double)(reads ? reads : 1),
           histogram_at(&latency, 0.5), histogram_at(&latency, 0.99), (double)latency.largest / 1e6);
}

static void measure_storm(const struct processes *servers, uint32_t window, double settle) {
    uint32_t all = crowd.count;
    crowd.count = all < 50 ? all : 50; /* a first few, so that code and caches are in memory before it is weighed */
    crowd_gather(window, 60 * SECOND);
    for (uint32_t i = 0; i < crowd.count; i++) client_drop(&crowd.clients[i]);
    rest(1);
    crowd.count = all;
    int64_t memory = memory_of_all(servers), began = clock_now();
    double cpu = cpu_of_all(servers), own = cpu_of(0);
    crowd_gather(window, 120 * SECOND);
    double first = (double)(clock_now() - began) / SECOND, share = (cpu_of(0) - own) / first;
    cpu = cpu_of_all(servers) - cpu;
    rest(settle);
    if (crowd.ready != crowd.count) die("only %u of %u clients are still connected", crowd.ready, crowd.count);
    memory = memory_of_all(servers) - memory;
    uint32_t failed = refused;
    for (uint32_t i = 0; i < crowd.count; i++) client_drop(&crowd.clients[i]);
    began = clock_now();
    crowd_gather(crowd.count, 180 * SECOND);
    double back = (double)(clock_now() - began) / SECOND;
    failed = refused - failed;
    rest(0.5);
    if (crowd.ready != crowd.count) die("only %u of %u clients came back to stay", crowd.ready, crowd.count);
    printf("{\"clients\": %u, \"connects_per_second\": %.0f, \"connects_per_cpu_second\": %.0f, \"client_cpu\": %.4f, "
           "\"bytes_per_client\": %.0f, \"back_seconds\": %.3f, \"failures\": %u, \"last_failure\": \"%s\"}\n",
           crowd.count, crowd.count / first, crowd.count / (cpu > 0 ? cpu : 1e-9), share,
           (double)memory / crowd.count, back, failed, last_refusal);
}

static const char *option(int count, char **words, const char *name, const char *otherwise) {
    for (int i = 2; i + 1 < count; i += 2)
        if (!strcmp(words[i], name)) return words[i + 1];
    if (!otherwise) die("%s is missing: see the head of room.c", name);
    return otherwise;
}

int main(int count, char **words) {
    if (count < 2) die("usage: room closed|paced|storm --ports P --pids PID --clients N ...");
    struct processes servers = processes_from(option(count, words, "--pids", NULL));
    crowd_open((uint32_t)atoi(option(count, words, "--clients", NULL)), option(count, words, "--ports", NULL));
    heard = calloc(crowd.count, sizeof *heard);
    if (!heard) die("no memory");
    double seconds = atof(option(count, words, "--seconds", "5")), warm = atof(option(count, words, "--warm", "1"));
    uint32_t flight = (uint32_t)atoi(option(count, words, "--flight", "8"));
    closed_loop = !strcmp(words[1], "closed");
    if (!strcmp(words[1], "storm"))
        measure_storm(&servers, (uint32_t)atoi(option(count, words, "--window", "100")),
                      atof(option(count, words, "--settle", "5")));
    else if (closed_loop || !strcmp(words[1], "paced"))
        measure_room(&servers, flight, atof(option(count, words, "--rate", "20")), warm, seconds,
                     atof(option(count, words, "--drain", "90")));
    else
        die("there is no measure %s", words[1]);
    return 0;
}
