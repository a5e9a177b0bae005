/* What is measured: CPU and memory of processes, and latencies in a histogram of 2 % steps. */
#ifndef TALLY_H
#define TALLY_H

#include <stdint.h>

#define MAX_PIDS 32
#define BINS 1200

struct processes {
    int pids[MAX_PIDS], count;
};

struct histogram {
    int64_t bins[BINS], count, largest;
};

struct processes processes_from(const char *text);
/* Seconds of CPU that a process has used, with its threads; dies if it is gone. 0 is this process. */
double cpu_of(int pid);
double cpu_of_all(const struct processes *processes);
/* Of these seconds, those that the system has worked for them: reading, writing, waiting for neither. */
double kernel_of_all(const struct processes *processes);
/* Bytes of memory that the processes hold. */
int64_t memory_of_all(const struct processes *processes);

void histogram_add(struct histogram *histogram, int64_t nanoseconds);
/* The latency in ms below which a share of them is; -1 if there are none. */
double histogram_at(const struct histogram *histogram, double share);

#endif
