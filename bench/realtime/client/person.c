#include "person.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct person *people;
uint32_t count, body_count;
char *bodies[MOST_BODIES];
const char *event_id, *room_id;
struct totals totals;

static struct { int64_t at; bool acknowledged; } said[MOST_SAID];
static uint64_t random_state = 88172645463325252ULL;

double chance(void) {
    random_state ^= random_state << 13, random_state ^= random_state >> 7, random_state ^= random_state << 17;
    return (double)(random_state >> 11) / 9007199254740992.0;
}

static void trouble(const char *what, const char *detail, size_t length) {
    if (!totals.first_trouble[0] || (!memcmp(totals.first_trouble, "time-out", 8) && memcmp(what, "time-out", 8)))
        snprintf(totals.first_trouble, sizeof totals.first_trouble, "%s: %.*s", what, (int)(length < 200 ? length : 200), detail);
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
    totals.requests++;
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

static void know(struct person *person, uint32_t user) {
    if (user != UINT32_MAX) person->known[user / 8] |= (unsigned char)(1 << user % 8);
}

static void want(struct person *person, uint32_t user) {
    if (user == UINT32_MAX || person->known[user / 8] & 1 << user % 8 || person->wanted_count == MOST_WANTED) return;
    know(person, user);
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
        totals.failed_requests++;
        trouble("a request failed", end + 4, (size_t)body);
    }
    histogram_add(&totals.request, crowd.now - person->asked);
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
    if (client->index >= count) { /* a browser dials totals.again when it next asks */
        struct person *person = &people[client->index - count];
        if (!person->busy) return;
        totals.failed_requests++;
        person->busy = false;
        trouble("a request was cut off", why, strlen(why));
        return;
    }
    struct person *person = &people[client->index];
    if (person->step == HERE) totals.here--;
    person->step = GONE;
    totals.dropped++;
    trouble("a connection was lost", why, strlen(why));
}

static void saw(struct person *person, int64_t revision) {
    if (revision <= person->floor) return; /* said just before the history was read, pushed just after: allowed */
    if (revision <= person->revision) {
        totals.again++;
        return;
    }
    if (revision != person->revision + 1) totals.gaps++;
    person->revision = revision;
}

static void on_message(struct person *person, const char *packet, size_t length) {
    int64_t revision = number_after(packet, length, "\"revision\":", false);
    const char *id = after(packet, length, "\"id\":\"", false), *sender = after(packet, length, "\"senderId\":\"", false);
    if (revision < 0 || !id || !sender) die("a chat.message that is none: %.*s", (int)length, packet);
    char digits[9] = {0};
    memcpy(digits, id + 28, 8);
    uint32_t number = (uint32_t)strtoul(digits, NULL, 16);
    if (number >= totals.said) die("a message arrived that nobody sent: %.*s", (int)length, packet);
    if (person->step == JOIN && person->early_count < MOST_EARLY) person->early[person->early_count++] = revision;
    if (person->step != HERE) return;
    saw(person, revision);
    int64_t took = crowd.now - said[number].at;
    totals.deliveries++;
    histogram_add(&totals.delivery, took);
    histogram_add(&totals.window, took);
    if (totals.all_here) histogram_add(&totals.full, took);
    const char *named = after(packet, length, "\"sender\":{\"id\":\"", false);
    if (named) know(person, user_at(named));
    want(person, user_at(sender));
    ask_names(person);
}

/* The answer to chat.join: history, up to a revision; what was pushed before it came counts too. */
static void joined(struct person *person, const char *packet, size_t length) {
    person->revision = person->floor = number_after(packet, length, "\"revision\":", true);
    if (person->revision < 0) die("an answer to chat.join without a revision: %.*s", (int)length, packet);
    for (uint32_t i = 0; i < person->early_count; i++)
        if (person->early[i] > person->revision) saw(person, person->early[i]);
    const char *end = packet + length, *named = after(packet, length, "\"people\":[", false);
    if (!named) die("an answer to chat.join without people: %.*s", (int)length, packet);
    while ((named = after(named, (size_t)(end - named), "{\"id\":\"", false))) know(person, user_at(named));
    for (const char *at = packet; (at = after(at, (size_t)(end - at), "\"senderId\":\"", false)); ) want(person, user_at(at));
    step(person, HERE);
    totals.here++;
    histogram_add(&totals.arrival, crowd.now - person->came);
    ask_names(person);
}

static void answered(struct person *person, uint32_t id, const char *packet, size_t length) {
    bool ok = after(packet, length < 64 ? length : 64, "\"ok\":true", false) != NULL;
    if (!ok) trouble("refused", packet, length);
    if (id >= 1000) {
        if (id - 1000 >= totals.said || said[id - 1000].acknowledged) die("an answer to nothing: %.*s", (int)length, packet);
        said[id - 1000].acknowledged = true;
        totals.acknowledged++;
        if (!ok) totals.refused_sends++;
        int64_t revision = number_after(packet, length, "\"revision\":", false);
        if (ok && revision > totals.head) totals.head = revision;
        histogram_add(&totals.answer, crowd.now - said[id - 1000].at);
    } else if (!ok) {
        client_drop(line(person));
        person->step = GONE;
        totals.dropped++;
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
void person_speaks(struct person *person) {
    char rest[300];
    if (totals.said == MOST_SAID) die("too many messages");
    uint64_t now = (uint64_t)time(NULL) * 1000;
    snprintf(rest, sizeof rest, ",\"id\":\"%08x-%04x-7%03x-8%03x-%04x%08x\",\"body\":\"Number %u: has the room changed?\"",
             (unsigned)(now >> 16), (unsigned)(now & 0xffff), (unsigned)(chance() * 4095), (unsigned)(chance() * 4095),
             (unsigned)(chance() * 65535), totals.said, totals.said);
    said[totals.said].at = clock_now();
    tell(person, 1000 + (int)totals.said++, "chat.send", rest);
}

/* Who has waited too long for a step or a request; each counted once. */
void look_for_timeouts(int64_t now) {
    for (uint32_t i = 0; i < count; i++) {
        struct person *person = &people[i];
        bool waits = person->step > AWAY && person->step < HERE && now - person->since > PATIENCE;
        if (person->busy && now - person->asked > PATIENCE) waits = true;
        if (waits && !person->late) {
            totals.timeouts++;
            person->late = true;
            trouble("time-out", (const char *[]){"away", "page", "connect", "watch", "enter", "join", "names"}[person->step], 7);
        }
    }
}

uint32_t late_messages(int64_t now) {
    uint32_t late = 0;
    for (uint32_t i = 0; i < totals.said; i++) late += !said[i].acknowledged && now - said[i].at > PATIENCE;
    return late;
}

int64_t missing_revisions(void) {
    int64_t missing = 0;
    for (uint32_t i = 0; i < count; i++)
        if (people[i].step == HERE && people[i].revision < totals.head) missing += totals.head - people[i].revision;
    return missing;
}

void person_comes(struct person *person) {
    person->came = clock_now();
    step(person, PAGE);
    ask(person, 0);
}

void people_begin(void) {
    connect_text = with_token;
    raw_ready = http_ready;
    raw_data = http_data;
    for (uint32_t i = 0; i < count; i++) {
        people[i].known = calloc(count / 8 + 1, 1);
        if (!people[i].known) die("no memory");
        crowd.clients[count + i].raw = true;
    }
}
