#include "visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SHORT 4096     /* of an answer that is looked into */

enum { WAITING, READY_TO_GO, UNDER_WAY, DONE };

const char *const kind_names[KINDS] = {"before", "html", "files", "data", "socket", "join", "ahead"};
struct plan plans[MOST_PLANS];
struct visitor *visitors;
uint32_t visitor_count, first_number;
struct counts counts;
void (*went_wrong)(enum kind, const char *, const char *);
void (*short_answer)(const char *, const char *, size_t);

static void go_on(struct visitor *visitor);

static uint32_t number_of(const struct visitor *visitor) { return (uint32_t)(visitor - visitors); }
static struct visitor *of(const struct client *client) { return &visitors[client->index / PEER]; }
static struct client *socket_of(struct visitor *visitor) { return &crowd.clients[number_of(visitor) * PEER]; }
static struct client *line_of(struct visitor *visitor, int i) { return socket_of(visitor) + 1 + i; }
static struct item *item_of(struct visitor *visitor, int i) { return &plans[visitor->plan].items[i]; }

/* `text` with this person's tokens and id. */
static const char *filled(const struct visitor *visitor, const char *text, size_t *length) {
    static char whole[32768];
    char id[40];
    size_t at = 0;
    snprintf(id, sizeof id, "00000000-0000-7000-8000-%012x", first_number + number_of(visitor));
    for (; *text; text++) {
        char one[2] = {*text, 0};
        const char *put = *text == 1 ? visitor->access : *text == 2 ? visitor->refresh : *text == 3 ? id : one;
        size_t size = strlen(put);
        if (at + size >= sizeof whole) die("a request is too long");
        memcpy(whole + at, put, size);
        at += size;
    }
    whole[at] = 0;
    *length = at;
    return whole;
}

static void close_all(struct visitor *visitor) {
    for (int i = 0; i < LINES; i++) client_drop(line_of(visitor, i));
    client_drop(socket_of(visitor));
}

static void leave(struct visitor *visitor, enum fate fate) {
    if (visitor->fate != VISITING) return;
    visitor->fate = fate;
    counts.visiting--;
    if (fate != THERE) close_all(visitor);
}

static void done(struct visitor *visitor, int index) {
    struct item *item = item_of(visitor, index);
    if (visitor->state[index] == DONE) return;
    visitor->state[index] = DONE;
    visitor->open--;
    if (item->needed) {
        visitor->ended[item->kind] = crowd.now;
        if (--visitor->needed == 0) {
            visitor->there = crowd.now;
            leave(visitor, THERE);
        }
    }
    for (uint32_t i = 0; i < item->unlocks_count; i++)
        if (--visitor->waits[item->unlocks[i]] == 0) visitor->state[item->unlocks[i]] = READY_TO_GO;
}

static void failed(struct visitor *visitor, int index, const char *how) {
    struct item *item = item_of(visitor, index);
    if (visitor->state[index] == DONE) return;
    went_wrong(item->kind, item->name, how);
    if (item->needed && visitor->fate == VISITING) leave(visitor, FAILED);
    else done(visitor, index);
}

/* ---- requests */

static void ask(struct visitor *visitor, int i) {
    size_t length;
    struct line *line = &visitor->lines[i];
    const char *text = filled(visitor, item_of(visitor, line->item)->text, &length);
    line->in_body = false;
    line->got = 0;
    counts.requests++;
    raw_say(line_of(visitor, i), text, length);
}

static bool may_connect(void) {
    if (crowd.open < crowd.most_open) return true;
    counts.held_back++;
    return false;
}

/* The request goes out on a line that is free, or on a new one. False when there is none. */
static bool on_some_line(struct visitor *visitor, int index) {
    int fresh = -1;
    for (int i = 0; i < LINES; i++) {
        if (visitor->lines[i].item >= 0) continue;
        if (line_of(visitor, i)->state == RAW) {
            visitor->lines[i].item = index;
            ask(visitor, i);
            return true;
        }
        if (fresh < 0 && line_of(visitor, i)->state == ABSENT) fresh = i;
    }
    if (fresh < 0 || !may_connect()) return false;
    visitor->lines[fresh] = (struct line){.item = index};
    client_dial(line_of(visitor, fresh));
    return true;
}

static void line_ready(struct client *client) {
    struct visitor *visitor = of(client);
    if (visitor->lines[client->index % PEER - 1].item >= 0) ask(visitor, (int)(client->index % PEER) - 1);
}

static void answered(struct visitor *visitor, struct line *line) {
    int index = line->item;
    char how[64];
    struct item *item = item_of(visitor, index);
    line->item = -1;
    line->served++;
    line->idle_since = crowd.now;
    counts.bytes += line->got;
    if (line->status != item->status) {
        snprintf(how, sizeof how, "status %d", line->status);
        failed(visitor, index, how);
    } else if (item->kind == DATA && line->got < item->bytes / 2) {
        snprintf(how, sizeof how, "less than half of the answer");
        failed(visitor, index, how);
    } else {
        done(visitor, index);
    }
}

static bool head(struct line *line, const char *data, size_t length) {
    char text[8192];
    if (length >= sizeof text) die("the head of an answer of %zu bytes", length);
    memcpy(text, data, length);
    text[length] = 0;
    line->status = atoi(text + 9);
    const char *size = strcasestr(text, "\r\ncontent-length:");
    line->chunked = strcasestr(text, "\r\ntransfer-encoding: chunked") != NULL;
    line->left = size ? atoll(size + 17) : 0;
    line->got = (int64_t)length;
    line->in_body = true;
    memset(line->tail, 0, sizeof line->tail);
    return line->chunked || line->left > 0;
}

/* Chunks end with the five bytes of an empty one; what is inside is compressed and looked at by nobody. */
static bool chunks_end(struct line *line, const char *data, size_t length) {
    size_t fresh = length < 5 ? length : 5;
    memmove(line->tail, line->tail + fresh, 5 - fresh);
    memcpy(line->tail + 5 - fresh, data + length - fresh, fresh);
    return !memcmp(line->tail, "0\r\n\r\n", 5);
}

static size_t line_data(struct client *client, const char *data, size_t length) {
    struct visitor *visitor = of(client);
    struct line *line = &visitor->lines[client->index % PEER - 1];
    size_t used = 0;
    if (line->item < 0) die("an answer that nobody has asked for: %.*s", (int)(length < 200 ? length : 200), data);
    struct item *item = item_of(visitor, line->item);
    if (!line->in_body) {
        const char *end = memmem(data, length, "\r\n\r\n", 4);
        if (!end) return 0;
        used = (size_t)(end + 4 - data);
        /* A short answer to a question is waited for whole, as it is looked into. */
        bool looked = item->kind == DATA && item->status == 200;
        if (!head(line, data, used)) {
            answered(visitor, line);
            go_on(visitor);
            return used;
        }
        if (looked && !line->chunked && line->left <= SHORT) {
            if (length - used < (size_t)line->left) {
                line->in_body = false;
                return 0;
            }
            short_answer(item->name, data + used, (size_t)line->left);
        }
    }
    size_t rest = length - used;
    if (!line->chunked && (int64_t)rest > line->left) rest = (size_t)line->left;
    if (!rest) return used;
    line->got += (int64_t)rest;
    line->left -= (int64_t)rest;
    if (line->chunked ? chunks_end(line, data + used, rest) : line->left == 0) {
        answered(visitor, line);
        go_on(visitor);
    }
    return used + rest;
}

/* ---- the socket */

static const char *cookies(const struct client *client) {
    static char text[3072];
    snprintf(text, sizeof text, "Origin: http://localhost:%d\r\nCookie: hallway_somebody=1; hallway_access=%s\r\n",
             crowd.ports[0], of(client)->access);
    return text;
}

static int under_way(struct visitor *visitor, enum kind kind) {
    for (uint32_t i = 0; i < plans[visitor->plan].count; i++)
        if (visitor->state[i] == UNDER_WAY && item_of(visitor, (int)i)->kind == kind) return (int)i;
    return -1;
}

void on_ready(struct client *client) {
    struct visitor *visitor = of(client);
    crowd.now = clock_now();
    int index = under_way(visitor, SOCKET);
    if (index >= 0) done(visitor, index);
    go_on(visitor);
}

void on_packet(struct client *client, const char *packet, size_t length) {
    struct visitor *visitor = of(client);
    if (packet[1] != '3') return; /* pushes: what others do */
    int index = atoi(packet + 2);
    if (index < 0 || (uint32_t)index >= plans[visitor->plan].count) die("an answer to nothing: %.*s", (int)length, packet);
    if (memmem(packet, length < 64 ? length : 64, "\"ok\":true", 9)) done(visitor, index);
    else failed(visitor, index, "refused");
    go_on(visitor);
}

static void say(struct visitor *visitor, int index) {
    size_t length;
    char text[4096];
    struct item *item = item_of(visitor, index);
    const char *body = filled(visitor, item->text, &length);
    int size = item->answered ? snprintf(text, sizeof text, "42%d%s", index, body) : snprintf(text, sizeof text, "42%s", body);
    client_say(socket_of(visitor), text, (size_t)size);
    if (!item->answered) done(visitor, index);
}

void on_lost(struct client *client, const char *why) {
    struct visitor *visitor = of(client);
    uint32_t place = client->index % PEER;
    if (visitor->fate == FAILED || visitor->fate == LATE) return;
    if (!place) {
        int index = under_way(visitor, SOCKET);
        if (index < 0) index = under_way(visitor, JOIN);
        if (index >= 0) failed(visitor, index, why);
        else went_wrong(SOCKET, "afterwards", why);
        return;
    }
    struct line *line = &visitor->lines[place - 1];
    int index = line->item;
    bool again = line->served && !line->got && !line->in_body;
    *line = (struct line){.item = -1};
    if (index < 0) return;
    if (again) visitor->state[index] = READY_TO_GO; /* the server had closed it already: browsers ask again */
    else failed(visitor, index, why);
    go_on(visitor);
}

/* ---- going on */

static bool start(struct visitor *visitor, int index) {
    struct item *item = item_of(visitor, index);
    if (!visitor->begun[item->kind]) visitor->begun[item->kind] = clock_now();
    if (item->kind == SOCKET) {
        if (!may_connect()) return false;
        visitor->state[index] = UNDER_WAY;
        client_dial(socket_of(visitor));
    } else if (item->kind == JOIN) {
        visitor->state[index] = UNDER_WAY;
        say(visitor, index);
    } else if (item->file && visitor->has_files) {
        crowd.now = clock_now();
        done(visitor, index);
    } else {
        visitor->state[index] = UNDER_WAY;
        if (on_some_line(visitor, index)) return true;
        visitor->state[index] = READY_TO_GO;
        return false;
    }
    return true;
}

/* Starts what may start: what is needed first. Called again from within itself, it leaves the work to the outer one. */
static void go_on(struct visitor *visitor) {
    static struct visitor *at_work;
    static bool again;
    if (at_work == visitor) {
        again = true;
        return;
    }
    struct visitor *outer = at_work;
    at_work = visitor;
    do {
        again = false;
        for (int needed = 1; needed >= 0; needed--)
            for (uint32_t i = 0; i < plans[visitor->plan].count && (visitor->fate == VISITING || visitor->fate == THERE); i++)
                if (visitor->state[i] == READY_TO_GO && item_of(visitor, (int)i)->needed == needed && start(visitor, (int)i)
                    && visitor->state[i] == DONE) again = true;
    } while (again);
    at_work = outer;
}

static uint32_t own_address(const struct client *client) { return 256 + first_number + client->index / PEER; }

void visits_begin(void) {
    raw_ready = line_ready;
    raw_data = line_data;
    handshake_lines = cookies;
    source_of = own_address;
    for (uint32_t i = 0; i < visitor_count * PEER; i++) crowd.clients[i].raw = i % PEER != 0;
}

void visitor_comes(struct visitor *visitor) {
    struct plan *plan = &plans[visitor->plan];
    visitor->came = clock_now();
    visitor->fate = VISITING;
    counts.visiting++;
    visitor->open = plan->count;
    for (int i = 0; i < LINES; i++) visitor->lines[i].item = -1;
    for (uint32_t i = 0; i < plan->count; i++) {
        visitor->needed += plan->items[i].needed;
        visitor->waits[i] = (uint16_t)plan->items[i].waits;
        visitor->state[i] = plan->items[i].waits ? WAITING : READY_TO_GO;
    }
    go_on(visitor);
}

static void give_up(struct visitor *visitor) {
    for (uint32_t i = 0; i < plans[visitor->plan].count; i++) {
        struct item *item = item_of(visitor, (int)i);
        if (!item->needed || visitor->state[i] == DONE || visitor->state[i] == WAITING) continue;
        went_wrong(item->kind, item->name, "not within patience");
        break;
    }
    leave(visitor, LATE);
}

void visits_look(int64_t now, int64_t patience, int64_t linger) {
    for (uint32_t i = 0; i < visitor_count; i++) {
        struct visitor *visitor = &visitors[i];
        if (visitor->fate == VISITING && now - visitor->came > patience) give_up(visitor);
        if (visitor->fate != VISITING && visitor->fate != THERE) continue;
        if (visitor->open) go_on(visitor);
        for (int j = 0; j < LINES; j++) {
            struct line *line = &visitor->lines[j];
            if (line->item < 0 && line_of(visitor, j)->state == RAW && now - line->idle_since > linger) client_drop(line_of(visitor, j));
        }
    }
}
