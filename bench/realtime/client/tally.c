#include "tally.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wire.h"

#define FIRST_NS 1000.0 /* the first bin ends here */
#define STEP 1.02

struct processes processes_from(const char *text) {
    struct processes processes = {.count = 0};
    for (char *end; *text && processes.count < MAX_PIDS; text = end + (*end == ',')) {
        processes.pids[processes.count++] = (int)strtol(text, &end, 10);
        if (*end && *end != ',') die("not a list of process ids: %s", text);
    }
    return processes;
}

static double times_of(int pid, bool kernel_only) {
    char path[64], line[1024];
    if (pid) snprintf(path, sizeof path, "/proc/%d/stat", pid);
    else strcpy(path, "/proc/self/stat");
    FILE *file = fopen(path, "r");
    if (!file || !fgets(line, sizeof line, file)) die("process %d is gone", pid);
    fclose(file);
    unsigned long user, system;
    const char *rest = strrchr(line, ')'); /* the name before it may contain anything */
    if (!rest || sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        die("cannot read %s", path);
    return (double)((kernel_only ? 0 : user) + system) / (double)sysconf(_SC_CLK_TCK);
}

double cpu_of(int pid) {
    return times_of(pid, false);
}

double kernel_of_all(const struct processes *processes) {
    double sum = 0;
    for (int i = 0; i < processes->count; i++) sum += times_of(processes->pids[i], true);
    return sum;
}

double cpu_of_all(const struct processes *processes) {
    double sum = 0;
    for (int i = 0; i < processes->count; i++) sum += cpu_of(processes->pids[i]);
    return sum;
}

int64_t memory_of_all(const struct processes *processes) {
    int64_t sum = 0;
    for (int i = 0; i < processes->count; i++) {
        char path[64];
        long size, resident;
        snprintf(path, sizeof path, "/proc/%d/statm", processes->pids[i]);
        FILE *file = fopen(path, "r");
        if (!file || fscanf(file, "%ld %ld", &size, &resident) != 2) die("process %d is gone", processes->pids[i]);
        fclose(file);
        sum += resident * sysconf(_SC_PAGESIZE);
    }
    return sum;
}

void histogram_add(struct histogram *histogram, int64_t nanoseconds) {
    int bin = nanoseconds <= FIRST_NS ? 0 : 1 + (int)(log((double)nanoseconds / FIRST_NS) / log(STEP));
    histogram->bins[bin < BINS ? bin : BINS - 1]++;
    histogram->count++;
    if (nanoseconds > histogram->largest) histogram->largest = nanoseconds;
}

double histogram_at(const struct histogram *histogram, double share) {
    int64_t wanted = (int64_t)ceil(share * (double)histogram->count), seen = 0;
    if (!histogram->count) return -1;
    for (int bin = 0; bin < BINS; bin++) {
        seen += histogram->bins[bin];
        if (seen >= wanted) {
            double upper = FIRST_NS * pow(STEP, bin), largest = (double)histogram->largest;
            return (upper < largest ? upper : largest) / 1e6;
        }
    }
    return (double)histogram->largest / 1e6;
}
