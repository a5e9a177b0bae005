/* The people of venue.c: what each does, step by step, and what all of them have seen. */
#ifndef PERSON_H
#define PERSON_H

#include "tally.h"
#include "wire.h"

#define PATIENCE (10 * SECOND)
#define MOST_SAID (1 << 18)
#define MOST_BODIES 8
#define MOST_EARLY 64
#define MOST_WANTED 64
#define USER "00000000-0000-7000-8000-%012x" /* the id of user number %x */

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

/* What is given: the people, their requests (the last asks for names: %s is the list of ids), where they are. */
extern struct person *people;
extern uint32_t count, body_count;
extern char *bodies[MOST_BODIES];
extern const char *event_id, *room_id;

/* What has happened. `head` is the last revision that was acknowledged, `here` how many have joined. */
struct totals {
    uint32_t said, acknowledged, refused_sends, timeouts, gaps, again, dropped, failed_requests, requests;
    int64_t head, here, deliveries;
    struct histogram delivery, answer, window, request, arrival, full;
    bool all_here;
    char first_trouble[300];
};
extern struct totals totals;

/* Set the hooks of wire.h; after crowd_open(2 * count): client i talks Socket.IO for person i, count + i HTTP. */
void people_begin(void);
/* A person opens the page, and goes on from there by itself. */
void person_comes(struct person *person);
/* Somebody who is here says something. */
void person_speaks(struct person *person);
/* Count who has waited too long for a step or a request, each person once a step. */
void look_for_timeouts(int64_t now);
/* Messages that nobody acknowledged in time. */
uint32_t late_messages(int64_t now);
/* How many revisions those who are here still lack, all together. */
int64_t missing_revisions(void);
/* A number from 0 to 1, the same ones in every run. */
double chance(void);

#endif
