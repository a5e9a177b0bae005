/* venue: people who come to one event of Hallway, look around, and talk in its lobby. One JSON object on stdout.
 *
 *     venue --ports P --pids PID[,PID] --clients N --tokens FILE --bodies FILE --event ID --room ID
 *           [--rate 33] [--hold S] [--talkers 0.01] [--every 15] [--stop-at MS]
 *
 * Each person opens the page (GraphQL over HTTP, the bodies of FILE one after the other), connects with its token, watches
 * and enters the event, joins the lobby (history), and asks who those are whose names it does not know, then and whenever
 * somebody new speaks. One in a hundred says something every 15 s on average. `rate` people come each second; when all are
 * here it goes on for `hold` seconds. With --stop-at it ends once the p95 of two windows of 10 s in a row is above that.
 *
 * A person must see every message once and in order (the room's revisions, without a gap); all must end at the last one.
 * User number i has the id 00000000-0000-7000-8000-<i as 12 hexadecimal digits>; FILE of tokens has one per line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tally.h"
#include "wire.h"

#define PATIENCE (10 * SECOND)
#define WINDOW (10 * SECOND)
#define MOST_SAID (1 << 18)
#define MOST_BODIES 8
#define MOST_EARLY 64
#define MOST_WANTED 64
#define USER "00000000-0000-7000-8000-%012x"

enum step { AWAY, PAGE, CONNECT, WATCH, ENTER, JOIN, HERE, GONE };

struct person {
    enum step step;
    int64_t came, since;          /* since: when the step, or the request, began; 0 when nothing is awaited */
    int64_t asked;                /* when the request under way was sent */
    uint32_t body;                /* which request: one of the page's, or the names */
    bool late, busy;
    int64_t revision, floor;      /* everything up to here has been seen; up to `floor` it came with the history */
    int64_t early[MOST_EARLY];    /* seen before the answer to chat.join */
    uint32_t early_count, wanted[MOST_WANTED], wanted_count;
    unsigned char *known;         /* a bit for each user whose name it has */
    char *token;
};

static struct person *people;
static uint32_t count;
static char *bodies[MOST_BODIES];
static uint32_t body_count; /* the last one asks for names: %s is the list of ids */
static const char *event_id, *room_id;
static struct { int64_t at; bool acknowledged; } said[MOST_SAID];
static uint32_t said_count, acknowledged, refused_sends, timeouts, gaps, again, dropped, failed_requests, requests;
static int64_t head, here, deliveries;
static struct histogram delivery, answer, window, page, arrival, full;
static bool all_here;
static char first_trouble[300];
static uint64_t random_state = 88172645463325252ULL;

static double chance(void) {
    random_state ^= random_state << 13, random_state ^= random_state >> 7, random_state ^= random_state << 17;
    return (double)(random_state >> 11) / 9007199254740992.0;
}

static void trouble(const char *what, const char *detail, size_t length) {
    if (!first_trouble[0] || (!memcmp(first_trouble, "time-out", 8) && memcmp(what, "time-out", 8)))
        snprintf(first_trouble, sizeof first_trouble, "%s: %.*s", what, (int)(length < 200 ? length : 200), detail);
}

/* What follows `key` in `text`, the last time it occurs if `last`; NULL if it does not. */
static const char *after(const char *text, size_t length, const char *key, bool last) {
    const char *found = NULL, *end = text + length;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), key, strlen(key))); ) {
        found = at += strlen(key);
        if (!last) break;
    }
    return found;
}

static int64_t number_after(const char *text, size_t length, const char *key, bool last) {
    const char *at = after(text, length, key, last);
    return at ? strtoll(at, NULL, 10) : -1;
}

/* The number of the user whose id begins at `id`; UINT32_MAX if it is not one of ours. */
static uint32_t user_at(const char *id) {
    char digits[13] = {0};
    memcpy(digits, id + 24, 12);
    unsigned long number = strtoul(digits, NULL, 16);
    return number < count ? (uint32_t)number : UINT32_MAX;
}

static struct client *line(struct person *person) { return &crowd.clients[person - people]; }
static struct client *http(struct person *person) { return &crowd.clients[count + (uint32_t)(person - people)]; }

static void step(struct person *person, enum step next) {
    person->step = next;
    person->since = next == HERE ? 0 : clock_now();
    person->late = false;
}

static void request(struct person *person) {
    static char whole[32768], filled[16384], ids[MOST_WANTED * 40];
    const char *body = bodies[person->body];
    if (person->body == body_count - 1) {
        size_t at = 0;
        for (uint32_t i = 0; i < person->wanted_count; i++)
            at += (size_t)snprintf(ids + at, sizeof ids - at, "%s\"" USER "\"", i ? "," : "", person->wanted[i]);
        person->wanted_count = 0;
        const char *hole = strstr(body, "%s");
        if (!hole) die("the last body has no place for ids");
        snprintf(filled, sizeof filled, "%.*s%s%s", (int)(hole - body), body, ids, hole + 2);
        body = filled;
    }
    int length = snprintf(whole, sizeof whole,
                          "POST /graphql HTTP/1.1\r\nHost: localhost:%d\r\nAuthorization: Bearer %s\r\n"
                          "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          crowd.ports[0], person->token, strlen(body), body);
    if (length >= (int)sizeof whole) die("a request is too long");
    person->asked = clock_now();
    requests++;
    raw_say(http(person), whole, (size_t)length);
}

static void ask(struct person *person, uint32_t body) {
    person->body = body;
    person->busy = true;
    person->asked = clock_now();
    if (http(person)->state == RAW) request(person);
    else if (http(person)->state == ABSENT) client_dial(http(person));
}

static void http_ready(struct client *client) { request(&people[client->index - count]); }

static void ask_names(struct person *person) {
    if (person->wanted_count && !person->busy) ask(person, body_count - 1);
}

static void want(struct person *person, uint32_t user) {
    if (user == UINT32_MAX || person->known[user / 8] & 1 << user % 8 || person->wanted_count == MOST_WANTED) return;
    person->known[user / 8] |= (unsigned char)(1 << user % 8);
    person->wanted[person->wanted_count++] = user;
}

static size_t http_data(struct client *client, const char *data, size_t length) {
    struct person *person = &people[client->index - count];
    const char *end = memmem(data, length, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t header = (size_t)(end + 4 - data);
    int64_t body = number_after(data, header, "content-length: ", false);
    if (body < 0) die("an answer without content-length: %.*s", (int)header, data);
    if (length < header + (size_t)body) return 0;
    if (memcmp(data, "HTTP/1.1 200", 12) || memmem(end, (size_t)body + 4, "\"errors\":", 9)) {
        failed_requests++;
        trouble("a request failed", end + 4, (size_t)body);
    }
    histogram_add(&page, crowd.now - person->asked);
    person->busy = false;
    if (person->step == PAGE && person->body + 1 < body_count - 1) {
        ask(person, person->body + 1);
    } else if (person->step == PAGE) {
        step(person, CONNECT);
        client_dial(line(person));
    } else {
        ask_names(person);
    }
    return header + (size_t)body;
}

static const char *with_token(const struct client *client) {
    static char text[4096];
    snprintf(text, sizeof text, "40{\"token\":\"%s\"}", people[client->index].token);
    return text;
}

static void tell(struct person *person, int id, const char *event, const char *rest) {
    char text[512];
    bool chat = event[0] == 'c';
    int length = snprintf(text, sizeof text, "42%d[\"%s\",{\"%s\":\"%s\"%s}]", id, event, chat ? "roomId" : "eventId",
                          chat ? room_id : event_id, rest);
    client_say(line(person), text, (size_t)length);
}

void on_ready(struct client *client) {
    struct person *person = &people[client->index];
    step(person, WATCH);
    tell(person, WATCH, "event.watch", "");
}

void on_lost(struct client *client, const char *why) {
    if (client->index >= count) { /* a browser dials again when it next asks */
        struct person *person = &people[client->index - count];
        if (!person->busy) return;
        failed_requests++;
        person->busy = false;
        trouble("a request was cut off", why, strlen(why));
        return;
    }
    struct person *person = &people[client->index];
    if (person->step == HERE) here--;
    person->step = GONE;
    dropped++;
    trouble("a connection was lost", why, strlen(why));
}

static void saw(struct person *person, int64_t revision) {
    if (revision <= person->floor) return; /* said just before the history was read, pushed just after: allowed */
    if (revision <= person->revision) {
        again++;
        return;
    }
    if (revision != person->revision + 1) gaps++;
    person->revision = revision;
}

static void on_message(struct person *person, const char *packet, size_t length) {
    int64_t revision = number_after(packet, length, "\"revision\":", false);
    const char *id = after(packet, length, "\"id\":\"", false), *sender = after(packet, length, "\"senderId\":\"", false);
    if (revision < 0 || !id || !sender) die("a chat.message that is none: %.*s", (int)length, packet);
    char digits[9] = {0};
    memcpy(digits, id + 28, 8);
    uint32_t number = (uint32_t)strtoul(digits, NULL, 16);
    if (number >= said_count) die("a message arrived that nobody sent: %.*s", (int)length, packet);
    if (person->step == JOIN && person->early_count < MOST_EARLY) person->early[person->early_count++] = revision;
    if (person->step != HERE) return;
    saw(person, revision);
    int64_t took = crowd.now - said[number].at;
    deliveries++;
    histogram_add(&delivery, took);
    histogram_add(&window, took);
    if (all_here) histogram_add(&full, took);
    want(person, user_at(sender));
    ask_names(person);
}

/* The answer to chat.join: history, up to a revision; what was pushed before it came counts too. */
static void joined(struct person *person, const char *packet, size_t length) {
    person->revision = person->floor = number_after(packet, length, "\"revision\":", true);
    if (person->revision < 0) die("an answer to chat.join without a revision: %.*s", (int)length, packet);
    for (uint32_t i = 0; i < person->early_count; i++)
        if (person->early[i] > person->revision) saw(person, person->early[i]);
    const char *end = packet + length;
    for (const char *at = packet; (at = after(at, (size_t)(end - at), "\"senderId\":\"", false)); ) want(person, user_at(at));
    step(person, HERE);
    here++;
    histogram_add(&arrival, crowd.now - person->came);
    ask_names(person);
}

static void answered(struct person *person, uint32_t id, const char *packet, size_t length) {
    bool ok = after(packet, length < 64 ? length : 64, "\"ok\":true", false) != NULL;
    if (!ok) trouble("refused", packet, length);
    if (id >= 1000) {
        if (id - 1000 >= said_count || said[id - 1000].acknowledged) die("an answer to nothing: %.*s", (int)length, packet);
        said[id - 1000].acknowledged = true;
        acknowledged++;
        if (!ok) refused_sends++;
        int64_t revision = number_after(packet, length, "\"revision\":", false);
        if (ok && revision > head) head = revision;
        histogram_add(&answer, crowd.now - said[id - 1000].at);
    } else if (!ok) {
        client_drop(line(person));
        person->step = GONE;
        dropped++;
    } else if (id == WATCH) {
        step(person, ENTER);
        tell(person, ENTER, "event.enter", "");
    } else if (id == ENTER) {
        step(person, JOIN);
        tell(person, JOIN, "chat.join", ",\"after\":null");
    } else if (id == JOIN) {
        joined(person, packet, length);
    }
}

void on_packet(struct client *client, const char *packet, size_t length) {
    static const char message[] = "42[\"chat.message\"";
    struct person *person = &people[client->index];
    if (packet[1] == '3') answered(person, (uint32_t)strtoul(packet + 2, NULL, 10), packet, length);
    else if (length > sizeof message && !memcmp(packet, message, sizeof message - 1)) on_message(person, packet, length);
}

/* Say something: a UUIDv7 whose last 8 digits are the message's number. */
static void speak(struct person *person) {
    char rest[300];
    if (said_count == MOST_SAID) die("too many messages");
    uint64_t now = (uint64_t)time(NULL) * 1000;
    snprintf(rest, sizeof rest, ",\"id\":\"%08x-%04x-7%03x-8%03x-%04x%08x\",\"body\":\"Number %u: has the room changed?\"",
             (unsigned)(now >> 16), (unsigned)(now & 0xffff), (unsigned)(chance() * 4095), (unsigned)(chance() * 4095),
             (unsigned)(chance() * 65535), said_count, said_count);
    said[said_count].at = clock_now();
    tell(person, 1000 + (int)said_count++, "chat.send", rest);
}

/* Who has waited too long for a step or a request; each counted once. */
static void look_for_timeouts(int64_t now) {
    for (uint32_t i = 0; i < count; i++) {
        struct person *person = &people[i];
        bool waits = person->step > AWAY && person->step < HERE && now - person->since > PATIENCE;
        if (person->busy && now - person->asked > PATIENCE) waits = true;
        if (waits && !person->late) {
            timeouts++;
            person->late = true;
            trouble("time-out", (const char *[]){"away", "page", "connect", "watch", "enter", "join", "names"}[person->step], 7);
        }
    }
}

static uint32_t late_messages(int64_t now) {
    uint32_t late = 0;
    for (uint32_t i = 0; i < said_count; i++) late += !said[i].acknowledged && now - said[i].at > PATIENCE;
    return late;
}

static char timeline[65536] = "";

/* Close a window of 10 s: gives its p95 in ms. */
static double close_window(const struct processes *servers, int64_t began, int64_t now, double *cpu) {
    static size_t at = 0;
    double used = cpu_of_all(servers), p95 = histogram_at(&window, 0.95);
    if (at < sizeof timeline - 300)
        at += (size_t)snprintf(timeline + at, sizeof timeline - at,
                               "%s{\"second\": %.0f, \"here\": %lld, \"p50_ms\": %.1f, \"p95_ms\": %.1f, \"p99_ms\": %.1f, "
                               "\"server_cpu\": %.2f}", at ? ", " : "", (double)(now - began) / SECOND, (long long)here,
                               histogram_at(&window, 0.5), p95, histogram_at(&window, 0.99), (used - *cpu) * SECOND / WINDOW);
    fprintf(stderr, "%5.0f s  %5lld here  chat p50 %6.1f  p95 %6.1f  p99 %6.1f ms  server %3.0f%%  time-outs %u\n",
            (double)(now - began) / SECOND, (long long)here, histogram_at(&window, 0.5), p95, histogram_at(&window, 0.99),
            (used - *cpu) * 100.0 * SECOND / WINDOW, timeouts);
    *cpu = used;
    memset(&window, 0, sizeof window);
    return p95;
}

static const char *option(int words, char **word, const char *name, const char *otherwise) {
    for (int i = 1; i + 1 < words; i += 2)
        if (!strcmp(word[i], name)) return word[i + 1];
    if (!otherwise) die("%s is missing: see the head of venue.c", name);
    return otherwise;
}

static char **lines(const char *path, uint32_t most, uint32_t *found) {
    char **all = calloc(most, sizeof *all), *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    if (!file || !all) die("cannot read %s", path);
    for (*found = 0; *found < most && getline(&text, &room, file) > 0; (*found)++) {
        text[strcspn(text, "\n")] = 0;
        all[*found] = strdup(text);
    }
    free(text);
    fclose(file);
    return all;
}

static void set_up(int words, char **word) {
    uint32_t tokens, read;
    count = (uint32_t)atoi(option(words, word, "--clients", NULL));
    crowd_open(2 * count, option(words, word, "--ports", NULL));
    connect_text = with_token;
    raw_ready = http_ready;
    raw_data = http_data;
    char **token = lines(option(words, word, "--tokens", NULL), count, &tokens);
    char **given = lines(option(words, word, "--bodies", NULL), MOST_BODIES, &read);
    if (tokens < count || read < 2) die("too few tokens or bodies");
    memcpy(bodies, given, read * sizeof *bodies);
    body_count = read;
    event_id = option(words, word, "--event", NULL);
    room_id = option(words, word, "--room", NULL);
    people = calloc(count, sizeof *people);
    for (uint32_t i = 0; i < count; i++) {
        people[i].token = token[i];
        people[i].known = calloc(count / 8 + 1, 1);
        crowd.clients[count + i].raw = true;
    }
}

struct plan { double rate, hold, talkers, every, stop_at; };

/* Let them come and talk; gives when it was over. */
static int64_t happen(const struct plan *plan, const struct processes *servers, int64_t began) {
    int64_t next_look = began, next_window = began + WINDOW, until = INT64_MAX;
    double cpu = cpu_of_all(servers), next_talk = 0;
    uint32_t came = 0, bad = 0;
    for (int64_t now = began; now < until; now = clock_now()) {
        while (came < count && (double)(now - began) * plan->rate / SECOND >= came) {
            people[came].came = now;
            step(&people[came], PAGE);
            ask(&people[came++], 0);
        }
        if (came == count && here + dropped >= count && !all_here) {
            all_here = true;
            until = now + (int64_t)(plan->hold * SECOND);
        }
        /* Every hundredth who came is a talker; together they are one Poisson process, each turn is one of theirs. */
        double talkers = fmax(1, ceil(plan->talkers * (double)here)), gap = plan->every / talkers * SECOND;
        if (here && (next_talk == 0 || (double)now >= next_talk)) {
            if (next_talk > 0) {
                struct person *person = &people[(uint32_t)(chance() * talkers) * (uint32_t)(1 / plan->talkers)];
                if (person->step == HERE) speak(person);
            }
            next_talk = (double)now - log(1 - chance()) * gap;
        }
        if (now >= next_look) look_for_timeouts(now), next_look = now + SECOND / 2;
        if (now >= next_window) {
            bad = close_window(servers, began, now, &cpu) > plan->stop_at ? bad + 1 : 0;
            next_window += WINDOW;
            if (plan->stop_at > 0 && bad == 2) break;
        }
        int64_t next = came < count ? now + (int64_t)(SECOND / plan->rate / 4) : now + 20 * MILLISECOND;
        crowd_poll(next_talk > 0 && next_talk < (double)next ? (int64_t)next_talk : next);
    }
    return clock_now();
}

int main(int words, char **word) {
    set_up(words, word);
    struct processes servers = processes_from(option(words, word, "--pids", NULL));
    struct plan plan = {
        .rate = atof(option(words, word, "--rate", "33")),
        .hold = atof(option(words, word, "--hold", "60")),
        .talkers = atof(option(words, word, "--talkers", "0.01")),
        .every = atof(option(words, word, "--every", "15")),
        .stop_at = atof(option(words, word, "--stop-at", "0")),
    };
    int64_t began = clock_now(), ended;
    double cpu = cpu_of_all(&servers), own = cpu_of(0);
    ended = happen(&plan, &servers, began);
    cpu = cpu_of_all(&servers) - cpu, own = cpu_of(0) - own;
    int64_t missing = 1;
    for (int64_t end = clock_now() + 30 * SECOND; (missing || acknowledged < said_count) && clock_now() < end;) {
        crowd_poll(clock_now() + 50 * MILLISECOND);
        missing = 0;
        for (uint32_t i = 0; i < count; i++)
            if (people[i].step == HERE && people[i].revision < head) missing += head - people[i].revision;
    }
    look_for_timeouts(clock_now());
    double wall = (double)(ended - began) / SECOND;
    printf("{\"clients\": %u, \"here\": %lld, \"seconds\": %.1f, \"messages\": %u, \"acknowledged\": %u, \"deliveries\": %lld, "
           "\"p50_ms\": %.1f, \"p95_ms\": %.1f, \"p99_ms\": %.1f, \"worst_ms\": %.1f, "
           "\"full_p50_ms\": %.1f, \"full_p95_ms\": %.1f, \"full_p99_ms\": %.1f, "
           "\"ack_p50_ms\": %.1f, \"ack_p95_ms\": %.1f, \"ack_p99_ms\": %.1f, "
           "\"requests\": %u, \"request_p50_ms\": %.1f, \"request_p99_ms\": %.1f, \"arrival_p50_ms\": %.1f, \"arrival_p99_ms\": %.1f, "
           "\"timeouts\": %u, \"late_messages\": %u, \"refused_sends\": %u, \"failed_requests\": %u, \"dropped\": %u, "
           "\"gaps\": %u, \"twice\": %u, \"missing\": %lld, \"server_cpu\": %.3f, \"client_cpu\": %.3f, \"timeline\": [%s]",
           count, (long long)here, wall, said_count, acknowledged, (long long)deliveries, histogram_at(&delivery, 0.5),
           histogram_at(&delivery, 0.95), histogram_at(&delivery, 0.99), (double)delivery.largest / 1e6,
           histogram_at(&full, 0.5), histogram_at(&full, 0.95), histogram_at(&full, 0.99), histogram_at(&answer, 0.5),
           histogram_at(&answer, 0.95), histogram_at(&answer, 0.99), requests, histogram_at(&page, 0.5),
           histogram_at(&page, 0.99), histogram_at(&arrival, 0.5), histogram_at(&arrival, 0.99), timeouts,
           late_messages(clock_now()), refused_sends, failed_requests, dropped, gaps, again, (long long)missing, cpu / wall,
           own / wall, timeline);
    for (char *at = first_trouble; *at; at++) if (*at == '"' || *at == '\\' || *at < ' ') *at = '\'';
    printf(", \"first_trouble\": \"%s\"}\n", first_trouble);
    return 0;
}
