#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BUFFER (4u << 20) /* the largest message a server may send us */
#define EVENTS 512
#define SAID 4096         /* the largest message we send */
#define SOURCES 16        /* addresses of ours (127.0.0.2 and on), so that ports never run out */

struct crowd crowd;
static char buffer[BUFFER];
static const unsigned char MASK[4] = {0x37, 0xfa, 0x21, 0x3d};

static const char *plain_connect(const struct client *client) {
    (void)client;
    return "40";
}

static const char *no_lines(const struct client *client) {
    (void)client;
    return "";
}

static uint32_t in_turn(const struct client *client) { return client->index % SOURCES; }

const char *(*connect_text)(const struct client *) = plain_connect;
const char *(*handshake_lines)(const struct client *) = no_lines;
uint32_t (*source_of)(const struct client *) = in_turn;
void (*raw_ready)(struct client *);
size_t (*raw_data)(struct client *, const char *, size_t);

int64_t clock_now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * SECOND + at.tv_nsec;
}

void die(const char *format, ...) {
    va_list given;
    va_start(given, format);
    vfprintf(stderr, format, given);
    va_end(given);
    fputc('\n', stderr);
    exit(1);
}

void crowd_open(uint32_t count, const char *ports) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    if (!crowd.most_open || crowd.most_open > count) crowd.most_open = count;
    if (files.rlim_cur < crowd.most_open + 64)
        die("%u clients need more open files than the limit of %llu", crowd.most_open, (unsigned long long)files.rlim_cur);
    crowd.clients = calloc(count, sizeof *crowd.clients);
    crowd.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (!crowd.clients || crowd.epoll < 0) die("no memory, or no epoll");
    crowd.count = count;
    crowd.connect_timeout = 60 * SECOND;
    for (uint32_t i = 0; i < count; i++) crowd.clients[i] = (struct client){.fd = -1, .index = i};
    for (char *end; crowd.port_count < MAX_PORTS; ports = end + 1) {
        crowd.ports[crowd.port_count++] = (int)strtol(ports, &end, 10);
        if (*end != ',') break;
    }
}

static void client_lost(struct client *client, const char *why) {
    bool was_absent = client->state == ABSENT;
    client_drop(client);
    if (!was_absent) on_lost(client, why);
}

void client_drop(struct client *client) {
    if (client->state == ABSENT) return;
    if (client->state == READY) crowd.ready--;
    else if (!client->raw) crowd.pending--;
    close(client->fd);
    crowd.open--;
    client->fd = -1;
    client->state = ABSENT;
    client->part_bytes = 0;
}

void client_dial(struct client *client) {
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + source_of(client))};
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    there.sin_port = htons((uint16_t)crowd.ports[client->index % (uint32_t)crowd.port_count]);
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) die("no socket: %s", strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&here, sizeof here)) die("cannot bind to %s: %s", inet_ntoa(here.sin_addr), strerror(errno));
    struct epoll_event interest = {.events = EPOLLIN | EPOLLOUT, .data.ptr = client};
    crowd.open++;
    client->fd = fd;
    client->state = DIALLING;
    client->since = clock_now();
    if (!client->raw) crowd.pending++;
    if (connect(fd, (struct sockaddr *)&there, sizeof there) && errno != EINPROGRESS) {
        client_lost(client, strerror(errno));
        return;
    }
    if (epoll_ctl(crowd.epoll, EPOLL_CTL_ADD, fd, &interest)) die("epoll: %s", strerror(errno));
}

static void send_all(struct client *client, const char *data, size_t length) {
    ssize_t sent = send(client->fd, data, length, MSG_NOSIGNAL);
    if (sent == (ssize_t)length) return;
    if (sent < 0 && errno != EAGAIN) client_lost(client, strerror(errno));
    else die("client %u could not send %zu bytes: the server does not read", client->index, length);
}

void raw_say(struct client *client, const char *data, size_t length) {
    if (client->state == RAW) send_all(client, data, length);
}

void client_say(struct client *client, const char *text, size_t length) {
    unsigned char frame[SAID + 8];
    size_t at = 0;
    if (length > SAID) die("a message of %zu bytes is too long", length);
    if (client->state < JOINING) return;
    frame[at++] = 0x81;
    if (length < 126) {
        frame[at++] = (unsigned char)(0x80 | length);
    } else {
        frame[at++] = 0x80 | 126;
        frame[at++] = (unsigned char)(length >> 8);
        frame[at++] = (unsigned char)length;
    }
    memcpy(frame + at, MASK, 4);
    at += 4;
    for (size_t i = 0; i < length; i++) frame[at++] = (unsigned char)text[i] ^ MASK[i & 3];
    send_all(client, (char *)frame, at);
}

static void dialled(struct client *client) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(client->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
        client_lost(client, strerror(error));
        return;
    }
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(crowd.epoll, EPOLL_CTL_MOD, client->fd, &interest);
    if (client->raw) {
        client->state = RAW;
        raw_ready(client);
        return;
    }
    char head[4096];
    int length = snprintf(head, sizeof head,
                          "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost:%d\r\n"
                          "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
                          crowd.ports[client->index % (uint32_t)crowd.port_count], handshake_lines(client));
    if (length >= (int)sizeof head) die("the lines of a handshake are too long");
    client->state = UPGRADING;
    send_all(client, head, (size_t)length);
}

/* One Engine.IO packet. */
static void packet(struct client *client, const char *data, size_t length) {
    if (!length) die("client %u was sent an empty packet", client->index);
    if (data[0] == '2') {
        client_say(client, "3", 1);
    } else if (data[0] == '0') {
        const char *text = connect_text(client);
        client->state = JOINING;
        client_say(client, text, strlen(text));
    } else if (data[0] == '1') {
        client_lost(client, "the server closed the session");
    } else if (data[0] == '4' && client->state == JOINING && length > 1 && data[1] == '0') {
        client->state = READY;
        crowd.pending--;
        crowd.ready++;
        on_ready(client);
    } else if (data[0] == '4' && length > 1 && (data[1] == '1' || data[1] == '4')) {
        client_lost(client, data[1] == '4' ? "refused by the namespace" : "the server disconnected the namespace");
    } else if (data[0] == '4') {
        on_packet(client, data, length);
    }
}

/* Hand out the frames in `data`; gives how many bytes were used up. */
static size_t frames(struct client *client, const char *data, size_t length) {
    size_t used = 0;
    while (client->state >= JOINING && length - used >= 2) {
        const unsigned char *frame = (const unsigned char *)data + used;
        size_t left = length - used, head = 2, body = frame[1];
        if (body > 127) die("client %u was sent a masked frame", client->index);
        if (body == 126) {
            if (left < 4) break;
            head = 4, body = (size_t)frame[2] << 8 | frame[3];
        } else if (body == 127) {
            if (left < 10) break;
            head = 10, body = 0;
            for (int i = 2; i < 10; i++) body = body << 8 | frame[i];
        }
        if (body > BUFFER - 16) die("client %u was sent a frame of %zu bytes", client->index, body);
        if (left < head + body) break;
        used += head + body;
        if (frame[0] == 0x81) packet(client, (const char *)frame + head, body);
        else if (frame[0] == 0x88) client_lost(client, "the server closed the connection");
        else die("client %u was sent a frame that begins with %02x", client->index, frame[0]);
    }
    return used;
}

/* Gives how many bytes of the answer's head were used up: all of it or nothing. */
static size_t upgraded(struct client *client, const char *data, size_t length) {
    const char *end = memmem(data, length, "\r\n\r\n", 4);
    if (!end) return 0;
    if (length < 12 || memcmp(data, "HTTP/1.1 101", 12)) {
        client_lost(client, "the upgrade was refused");
        return length;
    }
    client->state = JOINING;
    return (size_t)(end + 4 - data);
}

static void keep(struct client *client, const char *data, size_t length) {
    if (length > client->part_room) {
        client->part_room = (uint32_t)length + 512;
        client->part = realloc(client->part, client->part_room);
        if (!client->part) die("no memory");
    }
    memcpy(client->part, data, length);
    client->part_bytes = (uint32_t)length;
}

static void readable(struct client *client) {
    size_t had = client->part_bytes;
    if (had) memcpy(buffer, client->part, had);
    ssize_t got = recv(client->fd, buffer + had, BUFFER - had, 0);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) client_lost(client, got ? strerror(errno) : "the connection ended");
        return;
    }
    crowd.now = clock_now();
    crowd.received_bytes += got;
    crowd.reads++;
    client->part_bytes = 0;
    size_t length = had + (size_t)got, used = 0;
    if (client->state == UPGRADING) used = upgraded(client, buffer, length);
    if (client->state == RAW) used = raw_data(client, buffer, length);
    else if (client->state >= JOINING) used += frames(client, buffer + used, length - used);
    if (client->state != ABSENT && used < length) keep(client, buffer + used, length - used);
}

void crowd_poll(int64_t until) {
    struct epoll_event events[EVENTS];
    int64_t wait = until - clock_now();
    if (wait < 0) wait = 0;
    if (wait > 100 * MILLISECOND) wait = 100 * MILLISECOND;
    struct timespec most = {.tv_sec = 0, .tv_nsec = wait};
    int count = epoll_pwait2(crowd.epoll, events, EVENTS, &most, NULL);
    if (count < 0 && errno != EINTR) die("epoll: %s", strerror(errno));
    for (int i = 0; i < count; i++) {
        struct client *client = events[i].data.ptr;
        if (client->state == DIALLING) dialled(client);
        else if (client->state != ABSENT) readable(client);
    }
}

void crowd_gather(uint32_t window, int64_t within) {
    int64_t end = clock_now() + within;
    uint32_t next = 0;
    while (crowd.ready < crowd.count) {
        uint32_t looked = 0;
        while (crowd.pending < window && crowd.ready + crowd.pending < crowd.count && looked++ < crowd.count) {
            struct client *client = &crowd.clients[next++ % crowd.count];
            if (client->state == ABSENT) client_dial(client);
        }
        crowd_poll(end);
        if (clock_now() > end)
            die("only %u of %u clients were connected after %lld s", crowd.ready, crowd.count, (long long)(within / SECOND));
    }
}
