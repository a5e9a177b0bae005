/* opening: people who come to an event, each by a page load as a browser makes it. One JSON object on stdout.
 *
 *     opening --ports P --plans FILE[,FILE] --people FILE --out FILE --wrong FILE --answers FILE
 *             [--first 0] [--patience 30] [--linger 5] [--open N]
 *
 * A plan has an item for each request and message, in the order in which the browser began them:
 *     KIND NEEDED ANSWERED FILE STATUS BYTES WAITS UNLOCKS NAME LENGTH, and on the next lines LENGTH bytes of text.
 * People have a line each: SECOND PLAN HAS_FILES ACCESS REFRESH. Number i (from `first` on) has the id 00000000-0000-7000-8000-<i,
 * hexadecimal>, and an address of its own. `out` gets a line for each: when it came, what became of it, when each kind of its items began
 * and ended, in ms from its coming. `wrong` has a line for each thing that went wrong, `answers` short answers of the graph. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tally.h"
#include "visit.h"

#define LOOK (100 * MILLISECOND)
#define AFTERWARDS (5 * SECOND) /* for what a page loads when its person is there already */

static FILE *wrong, *answers;
static double *due;

static const char *option(int words, char **word, const char *name, const char *otherwise) {
    for (int i = 1; i + 1 < words; i += 2)
        if (!strcmp(word[i], name)) return word[i + 1];
    if (!otherwise) die("%s is missing: see the head of opening.c", name);
    return otherwise;
}

static FILE *opened(const char *path, const char *how) {
    FILE *file = fopen(path, how);
    if (!file) die("cannot open %s", path);
    return file;
}

static enum kind kind_from(const char *name) {
    for (int kind = 0; kind < KINDS; kind++)
        if (!strcmp(name, kind_names[kind])) return (enum kind)kind;
    die("no kind of item: %s", name);
}

static void read_plan(const char *path, struct plan *plan) {
    FILE *file = opened(path, "r");
    char kind[16], unlocks[4096], name[128];
    int needed, answered, cached, status;
    unsigned bytes, waits;
    size_t length;
    while (fscanf(file, " %15s %d %d %d %d %u %u %4095s %127s %zu", kind,
                   &needed, &answered, &cached, &status, &bytes, &waits, unlocks, name, &length) == 10) {
        if (plan->count == MOST_ITEMS) die("more than %d items", MOST_ITEMS);
        struct item *item = &plan->items[plan->count++];
        *item = (struct item){.kind = kind_from(kind), .needed = needed, .answered = answered, .file = cached,
                              .status = status, .bytes = bytes, .waits = waits, .name = strdup(name), .text = calloc(length + 1, 1)};
        fgetc(file);
        if (fread(item->text, 1, length, file) != length) die("%s ends within an item", path);
        for (char *at = strtok(unlocks, ","); at && *at != '-'; at = strtok(NULL, ","))
            item->unlocks[item->unlocks_count++] = (uint16_t)atoi(at);
    }
    if (!feof(file) || !plan->count) die("%s is no plan", path);
    fclose(file);
}

static void read_people(const char *path) {
    FILE *file = opened(path, "r");
    char access[3072], refresh[3072];
    uint32_t room = 0;
    double second;
    int plan, has_files;
    while (fscanf(file, " %lf %d %d %3071s %3071s", &second, &plan, &has_files, access, refresh) == 5) {
        if (visitor_count == room) {
            room = room ? room * 2 : 256;
            visitors = realloc(visitors, room * sizeof *visitors);
            due = realloc(due, room * sizeof *due);
            if (!visitors || !due) die("no memory");
        }
        due[visitor_count] = second;
        visitors[visitor_count++] = (struct visitor){.plan = plan, .has_files = has_files, .access = strdup(access), .refresh = strdup(refresh)};
    }
    fclose(file);
    if (!visitor_count) die("nobody comes");
}

static void note_wrong(enum kind kind, const char *name, const char *how) {
    fprintf(wrong, "%s\t%s\t%s\n", kind_names[kind], name, how);
}

static void note_answer(const char *name, const char *body, size_t length) {
    fprintf(answers, "%s %zu\n", name, length);
    fwrite(body, 1, length, answers);
    fputc('\n', answers);
}

static uint32_t of_fate(enum fate fate) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < visitor_count; i++) count += visitors[i].fate == fate;
    return count;
}

static uint32_t still_loading(void) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < visitor_count; i++) count += visitors[i].fate == THERE && visitors[i].open;
    return count;
}

static void happen(int64_t patience, int64_t linger) {
    int64_t began = clock_now(), next_look = began, next_word = began, settled = 0;
    uint32_t came = 0;
    for (int64_t now = began;; now = clock_now()) {
        while (came < visitor_count && (double)(now - began) >= due[came] * SECOND) visitor_comes(&visitors[came++]);
        if (now >= next_look) {
            crowd.now = now;
            visits_look(now, patience, linger);
            next_look = now + LOOK;
        }
        if (now >= next_word) {
            fprintf(stderr, "%5.0f s  %5u came  %5u there  %5u on the way  %5u not let in  %5u gave up\n", (double)(now - began) / SECOND, came,
                    of_fate(THERE), counts.visiting, of_fate(FAILED), of_fate(LATE));
            next_word = now + 10 * SECOND;
        }
        if (came == visitor_count && !counts.visiting) {
            if (!settled) settled = now;
            if (!still_loading() || now - settled > AFTERWARDS) return;
        }
        int64_t next = came < visitor_count ? began + (int64_t)(due[came] * SECOND) : next_look;
        crowd_poll(next < next_look ? next : next_look);
    }
}

static double ms(int64_t at, int64_t from) { return at ? (double)(at - from) / MILLISECOND : -1; }

static void write_people(const char *path) {
    static const char *const fates[] = {"coming", "visiting", "there", "failed", "late"};
    FILE *file = opened(path, "w");
    for (uint32_t i = 0; i < visitor_count; i++) {
        struct visitor *visitor = &visitors[i];
        fprintf(file, "%s %d %d %.3f", fates[visitor->fate], visitor->plan, visitor->has_files, ms(visitor->there, visitor->came));
        for (int kind = 0; kind < KINDS; kind++)
            fprintf(file, " %.3f %.3f", ms(visitor->begun[kind], visitor->came), ms(visitor->ended[kind], visitor->came));
        fputc('\n', file);
    }
    fclose(file);
}

int main(int words, char **word) {
    char plan_paths[1024];
    snprintf(plan_paths, sizeof plan_paths, "%s", option(words, word, "--plans", NULL));
    char *second = strchr(plan_paths, ',');
    if (second) *second++ = 0;
    read_plan(plan_paths, &plans[0]);
    if (second) read_plan(second, &plans[1]);
    read_people(option(words, word, "--people", NULL));
    wrong = opened(option(words, word, "--wrong", NULL), "w");
    answers = opened(option(words, word, "--answers", NULL), "w");
    went_wrong = note_wrong, short_answer = note_answer;
    first_number = (uint32_t)atoi(option(words, word, "--first", "0"));
    crowd.most_open = (uint32_t)atoi(option(words, word, "--open", "18000"));
    crowd_open(visitor_count * PEER, option(words, word, "--ports", NULL));
    visits_begin();
    double cpu = cpu_of(0);
    int64_t began = clock_now();
    happen((int64_t)(atof(option(words, word, "--patience", "30")) * SECOND), (int64_t)(atof(option(words, word, "--linger", "5")) * SECOND));
    double wall = (double)(clock_now() - began) / SECOND;
    write_people(option(words, word, "--out", NULL));
    fclose(wrong), fclose(answers);
    printf("{\"seconds\": %.1f, \"requests\": %u, \"bytes\": %lld, \"held_back\": %u, \"client_cpu\": %.3f, \"still_loading\": %u}\n", wall,
           counts.requests, (long long)counts.bytes, counts.held_back, cpu_of(0) - cpu, still_loading());
    return 0;
}
