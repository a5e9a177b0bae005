/* A load generator that is light enough not to be the limit: one thread, epoll, keep-alive, fixed request bytes.

     load PORT CONNECTIONS SECONDS WARMUP RATE STATUS LENGTH REQUEST...

   CONNECTIONS sockets to 127.0.0.1 send the bytes of the REQUEST files in turn, one request at a time each. SECONDS 0:
   every connection sends one request, all at once, and that is all. RATE 0: as fast as answers come; else so many
   requests a second in all; time then counts from when a request was due, not from when a connection was free for it,
   and the run ends when all that was due has been answered.
   Every answer's status must be STATUS and its body LENGTH bytes long (-1: any; of one in chunks the length is not looked at), or the run fails with status 2; so
   does an answer that takes longer than 60 s. STATUS below -1, as -200: other answers are only counted, as `refused`.
   With a negative STATUS a server may also hang up: that is counted too, and the connection made again. On standard output one JSON object: requests, refused, seconds, p50_ms, p99_ms,
   max_ms, cpu_seconds (ours), bytes (of bodies). What comes in WARMUP seconds is not counted. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 16384, CHUNK = 1 << 18, MOST_EVENTS = 512, LONGEST = 60 };

typedef struct { char *bytes; size_t length; } Request;
typedef struct {
    int fd, busy, in_body, status, chunked;
    char last[5]; /* what came last of a body in chunks */
    size_t request, sent, head_length;
    long long left; /* bytes of the body still to come */
    double due;
    char head[HEAD + 1];
} Connection;

static Request *requests;
static size_t request_count, next_request;
static int wanted_status;
static long wanted_length;
static double *times;
static size_t time_count, time_room, refused;
static unsigned long long body_bytes;
static char chunk[CHUNK];
static double counting_from, ends;
static int once, closed_loop;

static void fail(const char *format, ...) {
    va_list given;
    va_start(given, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, given);
    fputc('\n', stderr);
    exit(2);
}

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static Request read_request(const char *path) {
    struct stat facts;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &facts) < 0) fail("%s: %s", path, strerror(errno));
    Request request = {malloc((size_t)facts.st_size + 1), (size_t)facts.st_size};
    if (!request.bytes || read(fd, request.bytes, request.length) != (ssize_t)request.length) fail("%s: cannot be read", path);
    close(fd);
    return request;
}

static void open_connection(Connection *connection, int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int yes = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *)&to, sizeof to) < 0) fail("connect: %s", strerror(errno));
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(connection->fd, F_SETFL, O_NONBLOCK);
}

static int poll_fd, server_port;
static void again(Connection *connection) { /* the server hung up, or answered before it had heard all */
    struct epoll_event wish = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = connection};
    if (wanted_status > -1) fail("the server closed a connection");
    close(connection->fd);
    open_connection(connection, server_port);
    if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, connection->fd, &wish) < 0) fail("epoll: %s", strerror(errno));
}

static void push(Connection *connection) { /* a request's bytes, as far as the socket takes them */
    Request *request = &requests[connection->request];
    while (connection->sent < request->length) {
        ssize_t n = send(connection->fd, request->bytes + connection->sent, request->length - connection->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) return;
        if (n < 0) return; /* what the server says of it, or that it has gone, is found by pull() */
        connection->sent += (size_t)n;
    }
}

static void begin(Connection *connection, double due) {
    connection->request = next_request++ % request_count;
    connection->sent = connection->head_length = 0;
    connection->busy = 1;
    connection->in_body = 0;
    connection->due = due;
    push(connection);
}

static void done(Connection *connection) {
    double at = now();
    connection->busy = 0;
    if (closed_loop ? at < counting_from || at > ends : connection->due < counting_from) return;
    if (wanted_status < -1 && connection->status != -wanted_status) {
        refused++;
        return;
    }
    if (time_count == time_room) {
        time_room = time_room ? 2 * time_room : 65536;
        if (!(times = realloc(times, time_room * sizeof *times))) fail("out of memory");
    }
    times[time_count++] = at - connection->due;
}

/* So many bytes of the body have come. One in chunks is over when what came last is the last chunk, as there is one
   answer at most; a text that ends so within a page would be taken for it. */
static void took(Connection *connection, const char *bytes, size_t n) {
    body_bytes += n;
    if (!connection->chunked) {
        connection->left -= (long long)n;
        return;
    }
    size_t size = sizeof connection->last;
    if (n < size) memmove(connection->last, connection->last + n, size - n);
    memcpy(connection->last + (n < size ? size - n : 0), bytes + (n < size ? 0 : n - size), n < size ? n : size);
    connection->left = memcmp(connection->last, "0\r\n\r\n", size) != 0;
}

static void read_head(Connection *connection, char *end) {
    long long length = -1;
    connection->chunked = 0;
    *end = 0;
    if (strncmp(connection->head, "HTTP/1.1 ", 9)) fail("not HTTP/1.1: %.60s", connection->head);
    int status = connection->status = atoi(connection->head + 9);
    for (char *line = strstr(connection->head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
        if (!strncasecmp(line + 2, "content-length:", 15)) length = atoll(line + 17);
        else if (!strncasecmp(line + 2, "transfer-encoding: chunked", 26)) connection->chunked = 1;
    if (length < 0 && !connection->chunked) fail("an answer without a length (status %d)", status);
    if (wanted_status >= 0 && status != wanted_status) fail("status %d where %d was expected", status, wanted_status);
    if (wanted_length >= 0 && !connection->chunked && length != wanted_length) fail("a body of %lld bytes where %ld were expected", length, wanted_length);
    size_t have = connection->head_length - (size_t)(end + 4 - connection->head);
    connection->left = connection->chunked ? 1 : length;
    memset(connection->last, 0, sizeof connection->last);
    took(connection, end + 4, have);
    connection->in_body = 1;
}

static void pull(Connection *connection) { /* what has come; 1 answer at most is outstanding */
    for (;;) {
        char *to = connection->in_body ? chunk : connection->head + connection->head_length;
        size_t room = connection->in_body ? CHUNK : HEAD - connection->head_length;
        ssize_t n = recv(connection->fd, to, room, 0);
        if (n < 0 && errno == EAGAIN) return;
        if (n <= 0) {
            again(connection);
            if (connection->busy) refused++;
            connection->busy = 0;
            return;
        }
        if (!connection->busy) fail("an answer that nobody asked for");
        if (connection->in_body) {
            took(connection, chunk, (size_t)n);
        } else {
            connection->head_length += (size_t)n;
            connection->head[connection->head_length] = 0;
            char *end = strstr(connection->head, "\r\n\r\n");
            if (end) read_head(connection, end);
            else if (connection->head_length == HEAD) fail("a head without an end");
        }
        if (connection->in_body && connection->left < 0) fail("more came than was announced");
        if (connection->in_body && !connection->left) {
            done(connection);
            if (connection->sent < requests[connection->request].length) again(connection);
            return;
        }
    }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double share(double part) {
    if (!time_count) return 0;
    size_t index = (size_t)(part * (double)(time_count - 1) + 0.5);
    return times[index] * 1000;
}

static void report(double seconds) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    qsort(times, time_count, sizeof *times, ascending);
    printf("{\"requests\":%zu,\"refused\":%zu,\"seconds\":%.6f,\"p50_ms\":%.4f,\"p99_ms\":%.4f,\"max_ms\":%.4f,\"cpu_seconds\":%.4f,\"bytes\":%llu}\n",
           time_count, refused, seconds, share(0.5), share(0.99), share(1), cpu, body_bytes);
}

int main(int argc, char **argv) {
    if (argc < 9) fail("PORT CONNECTIONS SECONDS WARMUP RATE STATUS LENGTH REQUEST...");
    int port = atoi(argv[1]), count = atoi(argv[2]);
    double seconds = atof(argv[3]), warmup = atof(argv[4]), rate = atof(argv[5]);
    wanted_status = atoi(argv[6]);
    wanted_length = atol(argv[7]);
    once = seconds <= 0;
    closed_loop = !once && rate <= 0;
    if (once) rate = 0;
    request_count = (size_t)(argc - 8);
    requests = calloc(request_count, sizeof *requests);
    Connection *connections = calloc((size_t)(count > 0 ? count : 1), sizeof *connections);
    if (!requests || !connections || count < 1) fail("CONNECTIONS must be at least 1");
    for (size_t i = 0; i < request_count; i++) requests[i] = read_request(argv[8 + i]);

    poll_fd = epoll_create1(0);
    server_port = port;
    for (int i = 0; i < count; i++) {
        struct epoll_event wish = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = &connections[i]};
        open_connection(&connections[i], port);
        if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, connections[i].fd, &wish) < 0) fail("epoll: %s", strerror(errno));
    }
    double start = now(), due = start;
    counting_from = start + (once ? 0 : warmup);
    ends = counting_from + seconds;
    int busy = 0, idle_from = 0;
    if (rate <= 0)
        for (int i = 0; i < count; i++, busy++) begin(&connections[i], once ? start : now());
    for (;;) {
        double at = now();
        if (rate > 0) { /* the connections that are free take what is due, in turn */
            for (int tried = 0; due <= at && due < ends && tried < count; tried++) {
                Connection *connection = &connections[(idle_from + tried) % count];
                if (connection->busy) continue;
                idle_from = (int)(connection - connections) + 1;
                begin(connection, due);
                due += 1 / rate;
                busy++;
                tried = -1;
            }
        }
        if (closed_loop ? at >= ends : !busy && (once || due >= ends)) break;
        struct epoll_event events[MOST_EVENTS];
        int wait = rate <= 0 ? 100 : due > at ? (int)((due - at) * 1000) : 1;
        int n = epoll_wait(poll_fd, events, MOST_EVENTS, wait);
        for (int i = 0; i < n; i++) {
            Connection *connection = events[i].data.ptr;
            int was = connection->busy;
            if (was && events[i].events & EPOLLOUT) push(connection);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) pull(connection);
            if (was && !connection->busy) {
                busy--;
                if (closed_loop) begin(connection, now()), busy++;
            }
        }
        if (!n && now() - at > 0)
            for (int i = 0; i < count; i++)
                if (connections[i].busy && now() - connections[i].due > LONGEST) fail("no answer within %d seconds", LONGEST);
    }
    report(once ? now() - start : seconds);
    return 0;
}
