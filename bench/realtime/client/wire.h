/* A crowd of Socket.IO clients in one thread: epoll, WebSocket (RFC 6455) and just enough of Engine.IO 4 and Socket.IO 5.
 *
 * A program that uses it defines the three hooks below. Trouble that makes a measurement worthless ends the program
 * with a sentence on stderr and status 1 (`die`), never with a wrong number. Times are nanoseconds of CLOCK_MONOTONIC. */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SECOND 1000000000LL
#define MILLISECOND 1000000LL
#define MAX_PORTS 8

enum state { ABSENT, DIALLING, UPGRADING, JOINING, READY, RAW };

struct client {
    int fd;
    enum state state;
    bool raw;            /* no WebSocket: bytes go to `raw_data` as they come */
    uint32_t index;
    int64_t since;       /* when this attempt to connect began */
    char *part;          /* the beginning of a frame whose end has not arrived */
    uint32_t part_bytes, part_room;
};

struct crowd {
    struct client *clients;
    uint32_t count, ready, pending;
    uint32_t open, most_open; /* descriptors in use; how many there may be (0: all), which is the program's to keep to */
    int ports[MAX_PORTS], port_count; /* client i talks to port i modulo port_count */
    int64_t received_bytes, reads;
    int64_t now;         /* when the data that a hook is handed was read */
    int64_t connect_timeout;
    int epoll;
};

extern struct crowd crowd;

/* Hooks: connected to the namespace; an Engine.IO message (its leading 4 included); gone, and why. */
void on_ready(struct client *client);
void on_packet(struct client *client, const char *packet, size_t length);
void on_lost(struct client *client, const char *why);

int64_t clock_now(void);
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Make room for `count` clients; the limit of open files must allow them. */
void crowd_open(uint32_t count, const char *ports);
/* Begin to connect. */
void client_dial(struct client *client);
/* What a client says once its session is open: default `40`. A program may point it elsewhere. */
extern const char *(*connect_text)(const struct client *client);
/* More lines of the WebSocket's handshake, each with its end: none. */
extern const char *(*handshake_lines)(const struct client *client);
/* Which address of ours a client comes from, 127.0.0.2 being 0: one of SOURCES in turn. */
extern uint32_t (*source_of)(const struct client *client);
/* For raw clients: connected; data has come, gives how many of its bytes are done with. */
extern void (*raw_ready)(struct client *client);
extern size_t (*raw_data)(struct client *client, const char *data, size_t length);
void raw_say(struct client *client, const char *data, size_t length);
/* Send one text frame, all of it at once. */
void client_say(struct client *client, const char *text, size_t length);
/* Close the connection without a goodbye, as a network does. */
void client_drop(struct client *client);
/* Wait for data until `until` at most, and hand out what has come. Never longer than 100 ms. */
void crowd_poll(int64_t until);
/* Dial clients that are absent, at most `window` pending at a time, until all are ready; dies after `within` ns. */
void crowd_gather(uint32_t window, int64_t within);

#endif
