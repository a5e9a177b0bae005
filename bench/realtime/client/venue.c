/* venue: people who come to one event of Hallway, look around, and talk in its lobby. One JSON object on stdout.
 *
 *     venue --ports P --pids PID[,PID] --clients N --tokens FILE --bodies FILE --event ID --room ID
 *           [--rate 33] [--hold S] [--talkers 0.01] [--every 15] [--stop-at MS]
 *
 * Each person opens the page (GraphQL over HTTP, the bodies of FILE one after the other), connects with its token, watches
 * and enters the event, joins the lobby (history), and asks who those are whom neither the history nor the push of what
 * they say has named. One in a hundred says something every 15 s on average. `rate` people come each second; when all are
 * here it goes on for `hold` seconds. With --stop-at it ends once the p95 of two windows of 10 s in a row is above that.
 *
 * A person must see every message once and in order (the room's revisions, without a gap); all must end at the last one.
 * User number i has the id 00000000-0000-7000-8000-<i as 12 hexadecimal digits>; FILE of tokens has one per line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "person.h"

#define WINDOW (10 * SECOND)
#define SLACK (60 * SECOND) /* how much longer than planned until we give up on those who are not here yet */
#define NAMES(of) "\"" of "p50_ms\": %.1f, \"" of "p95_ms\": %.1f, \"" of "p99_ms\": %.1f, "
#define THREE(of) histogram_at(&totals.of, 0.5), histogram_at(&totals.of, 0.95), histogram_at(&totals.of, 0.99)

static char timeline[65536] = "";

/* Close a window of 10 s: gives its p95 in ms. */
static double close_window(const struct processes *servers, int64_t began, int64_t now, double *cpu) {
    static size_t at = 0;
    double used = cpu_of_all(servers), p95 = histogram_at(&totals.window, 0.95);
    if (at < sizeof timeline - 300)
        at += (size_t)snprintf(timeline + at, sizeof timeline - at,
                               "%s{\"second\": %.0f, \"here\": %lld, \"p50_ms\": %.1f, \"p95_ms\": %.1f, \"p99_ms\": %.1f, "
                               "\"server_cpu\": %.2f}", at ? ", " : "", (double)(now - began) / SECOND, (long long)totals.here,
                               histogram_at(&totals.window, 0.5), p95, histogram_at(&totals.window, 0.99), (used - *cpu) * SECOND / WINDOW);
    fprintf(stderr, "%5.0f s  %5lld here  chat p50 %6.1f  p95 %6.1f  p99 %6.1f ms  server %3.0f%%  time-outs %u\n",
            (double)(now - began) / SECOND, (long long)totals.here, histogram_at(&totals.window, 0.5), p95, histogram_at(&totals.window, 0.99),
            (used - *cpu) * 100.0 * SECOND / WINDOW, totals.timeouts);
    *cpu = used;
    memset(&totals.window, 0, sizeof totals.window);
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
    char **token = lines(option(words, word, "--tokens", NULL), count, &tokens);
    char **given = lines(option(words, word, "--bodies", NULL), MOST_BODIES, &read);
    if (tokens < count || read < 2) die("too few tokens or bodies");
    memcpy(bodies, given, read * sizeof *bodies);
    body_count = read;
    event_id = option(words, word, "--event", NULL);
    room_id = option(words, word, "--room", NULL);
    people = calloc(count, sizeof *people);
    if (!people) die("no memory");
    for (uint32_t i = 0; i < count; i++) people[i].token = token[i];
    people_begin();
}

struct plan { double rate, hold, talkers, every, stop_at; };

/* Let them come and talk; gives when it was over. */
static int64_t happen(const struct plan *plan, const struct processes *servers, int64_t began) {
    int64_t next_look = began, next_window = began + WINDOW, until = began + SLACK;
    double cpu = cpu_of_all(servers), next_talk = 0;
    uint32_t came = 0, bad = 0;
    until += (int64_t)((count / plan->rate + plan->hold) * SECOND);
    for (int64_t now = began; now < until; now = clock_now()) {
        while (came < count && (double)(now - began) * plan->rate / SECOND >= came) person_comes(&people[came++]);
        if (came == count && totals.here + totals.dropped >= count && !totals.all_here) {
            totals.all_here = true;
            until = now + (int64_t)(plan->hold * SECOND);
        }
        /* Every hundredth who came is a talker; together they are one Poisson process, each turn is one of theirs. */
        double talkers = fmax(1, ceil(plan->talkers * (double)totals.here)), gap = plan->every / talkers * SECOND;
        if (totals.here && (next_talk == 0 || (double)now >= next_talk)) {
            if (next_talk > 0) {
                struct person *person = &people[(uint32_t)(chance() * talkers) * (uint32_t)(1 / plan->talkers)];
                if (person->step == HERE) person_speaks(person);
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

static void report(double wall, double cpu, double own) {
    printf("{\"clients\": %u, \"here\": %lld, \"seconds\": %.1f, \"messages\": %u, \"acknowledged\": %u, "
           "\"deliveries\": %lld, " NAMES("") "\"worst_ms\": %.1f, " NAMES("full_") NAMES("ack_")
           "\"requests\": %u, " NAMES("request_") NAMES("arrival_")
           "\"timeouts\": %u, \"late_messages\": %u, \"refused_sends\": %u, \"failed_requests\": %u, "
           "\"dropped\": %u, \"gaps\": %u, \"twice\": %u, \"missing\": %lld, \"server_cpu\": %.3f, "
           "\"client_cpu\": %.3f, \"timeline\": [%s]",
           count, (long long)totals.here, wall, totals.said, totals.acknowledged, (long long)totals.deliveries,
           THREE(delivery), (double)totals.delivery.largest / 1e6, THREE(full), THREE(answer), totals.requests,
           THREE(request), THREE(arrival), totals.timeouts, late_messages(clock_now()), totals.refused_sends,
           totals.failed_requests, totals.dropped, totals.gaps, totals.again, (long long)missing_revisions(), cpu / wall,
           own / wall, timeline);
    for (char *at = totals.first_trouble; *at; at++) if (*at == '"' || *at == '\\' || *at < ' ') *at = '\'';
    printf(", \"first_trouble\": \"%s\"}\n", totals.first_trouble);
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
    for (int64_t end = ended + 30 * SECOND; clock_now() < end;) { /* what is under way may still arrive */
        crowd_poll(clock_now() + 50 * MILLISECOND);
        if (totals.acknowledged == totals.said && !missing_revisions()) break;
    }
    look_for_timeouts(clock_now());
    report((double)(ended - began) / SECOND, cpu, own);
    return 0;
}
