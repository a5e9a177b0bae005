/* Visits: people who load a page as a browser did that was watched, item by item, each as soon as what it waited for has
 * come: requests over at most six connections, a socket, its messages. */
#ifndef VISIT_H
#define VISIT_H

#include "wire.h"

#define LINES 6             /* HTTP connections of one browser to one host */
#define MOST_ITEMS 256
#define MOST_PLANS 2
#define PEER (LINES + 1)    /* clients of wire.h for each person: the socket, then the lines */

enum kind { BEFORE, HTML, FILES, DATA, SOCKET, JOIN, AHEAD, KINDS };
extern const char *const kind_names[KINDS];

struct item {
    enum kind kind;
    bool needed;             /* to be there; the others are load that a page makes as well */
    bool answered;           /* a message: whether it is acknowledged */
    bool file;               /* which a browser may have in its cache */
    int status;              /* what the browser was answered */
    uint32_t bytes;          /* how much of it, head included */
    uint32_t waits, unlocks_count;
    uint16_t unlocks[MOST_ITEMS];
    char *name, *text;       /* text: \x01 access token, \x02 refresh token, \x03 the person's id */
};

struct plan { struct item items[MOST_ITEMS]; uint32_t count; };
extern struct plan plans[MOST_PLANS];

enum fate { COMING, VISITING, THERE, FAILED, LATE };

struct line { int item, status; bool chunked, in_body; char tail[5]; int64_t left, got, idle_since; uint32_t served; };

struct visitor {
    enum fate fate;
    int plan;
    bool has_files;          /* in its browser's cache */
    char *access, *refresh;
    int64_t came, there, begun[KINDS], ended[KINDS];
    uint32_t open, needed;   /* items not done yet */
    uint16_t waits[MOST_ITEMS];
    unsigned char state[MOST_ITEMS]; /* of each item: see visit.c */
    struct line lines[LINES];
};

extern struct visitor *visitors;
extern uint32_t visitor_count, first_number; /* the number of the first of them, among all who have an account */

/* held_back: how often nobody could connect for want of descriptors of ours. */
struct counts { uint32_t visiting, requests, held_back; int64_t bytes; };
extern struct counts counts;

/* Called with what went wrong: the kind of item, its name, and how. Written once for each. */
extern void (*went_wrong)(enum kind kind, const char *name, const char *how);
/* A short answer to a question of the graph, whole: it may be an error with status 200. */
extern void (*short_answer)(const char *name, const char *body, size_t length);

void visits_begin(void);
void visitor_comes(struct visitor *visitor);
/* Give up those who wait longer than `patience`, go on with who was held back, and close what was idle for `linger`. */
void visits_look(int64_t now, int64_t patience, int64_t linger);

#endif
