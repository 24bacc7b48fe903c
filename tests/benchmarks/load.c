/* Many browsers at once: opens lines, lets their people talk, and measures how long each word takes to each listener.
 *
 * Reads from standard input one line for each browser, "port cookie room", with the browsers of a room together.
 * Of each room one after another talks, each word 200 bytes with the time at which it was sent. Prints one object, and
 * to standard error "open" when it begins to measure and "over" when it ends.
 *
 *   load ROOMS PEOPLE KIND WINDOW RATE WARM SECONDS
 *
 * KIND is "bare" (join a room, send "msg") or "roost" (send "post_message"). RATE 0: as fast as it is heard, with
 * WINDOW words under way in each room; otherwise so many words a second over all rooms, heard or not.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTING, SHAKING, OPENING, JOINING, OPEN, OVER };
enum { BODY = 200, MOST_LATENCIES = 20000000, AT_ONCE = 24 };

typedef struct {
    int fd, state, room, port, length, capacity, unsent, out_capacity;
    char cookie[600], name[64];
    uint8_t *in, *out;
} Line;

static int rooms, people, total, is_roost, window, epoll, opened, opening, closed, refused;
static double rate, warm, seconds;
static Line *lines;
static long long *sent, *heard, delivered, said, acks_refused;
static uint32_t *latencies;
static size_t counted;
static uint64_t since;
static int measuring;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void watch(Line *line, uint32_t events, int how) {
    struct epoll_event wanted = {.events = events, .data.ptr = line};
    epoll_ctl(epoll, how, line->fd, &wanted);
}

static void end(Line *line) {
    if (line->state < OPEN) opening--;
    close(line->fd);
    line->state = OVER;
    closed++;
}

static void put(Line *line, const void *bytes, int size) {
    if (!line->unsent) {
        int taken = send(line->fd, bytes, size, MSG_NOSIGNAL);
        if (taken == size) return;
        if (taken < 0) taken = 0;
        bytes = (const char *)bytes + taken;
        size -= taken;
    }
    if (line->unsent + size > line->out_capacity) {
        line->out_capacity = 2 * (line->unsent + size);
        line->out = realloc(line->out, line->out_capacity);
    }
    memcpy(line->out + line->unsent, bytes, size);
    line->unsent += size;
    watch(line, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
}

static void say(Line *line, const char *text, int size) {
    uint8_t frame[4096];
    int head = 2;
    frame[0] = 0x81;
    if (size < 126) {
        frame[1] = 0x80 | size;
    } else {
        frame[1] = 0x80 | 126;
        frame[2] = size >> 8;
        frame[3] = size & 255;
        head = 4;
    }
    memset(frame + head, 0, 4);
    memcpy(frame + head + 4, text, size);
    put(line, frame, head + 4 + size);
}

static void talk(int room) {
    static char filler[BODY + 1];
    static uint64_t number;
    char words[4096];
    Line *line = &lines[room * people + sent[room] % people];
    if (!filler[0]) memset(filler, 'x', BODY);
    /* A mark, the time, and letters up to the length of a usual message. */
    int body = BODY - 22, size;
    if (is_roost) {
        size = snprintf(words, sizeof words,
            "427[\"post_message\",{\"conversation\":\"%s\",\"client_id\":\"%08x-%04x-4000-8000-%012llx\","
            "\"body\":\"~T%019llu~%.*s\"}]",
            line->name, (unsigned)getpid(), room, (unsigned long long)(now() ^ (++number << 40)) & 0xffffffffffffull,
            (unsigned long long)now(), body, filler);
    } else {
        size = snprintf(words, sizeof words, "427[\"msg\",{\"room\":\"%s\",\"body\":\"~T%019llu~%.*s\"}]", line->name,
            (unsigned long long)now(), body, filler);
    }
    if (line->state == OPEN) say(line, words, size);
    sent[room]++;
    said += measuring;
}

static void hear(Line *line, const uint8_t *mark) {
    uint64_t at = 0, here = now();
    for (int i = 0; i < 19; i++) at = at * 10 + (mark[i] - '0');
    heard[line->room]++;
    if (!measuring) return;
    delivered++;
    if (at >= since && counted < MOST_LATENCIES) latencies[counted++] = (here - at) / 1000;
}

static void is_open(Line *line) {
    line->state = OPEN;
    opened++;
    opening--;
}

static void understand(Line *line, const uint8_t *text, uint64_t size) {
    if (size && text[0] == '0') {
        say(line, "40", 2);
        line->state = JOINING;
    } else if (size && text[0] == '2') {
        say(line, "3", 1);
    } else if (size > 1 && text[0] == '4' && text[1] == '0') {
        if (is_roost) {
            is_open(line);
        } else {
            char words[128];
            say(line, words, snprintf(words, sizeof words, "42[\"join\",\"%s\"]", line->name));
        }
    } else if (size > 1 && text[0] == '4' && text[1] == '2') {
        const uint8_t *mark = memmem(text, size, "~T", 2);
        if (mark) hear(line, mark + 2);
        else if (line->state == JOINING && memmem(text, size, "joined", 6)) is_open(line);
    } else if (size > 1 && text[0] == '4' && text[1] == '3') {
        if (memmem(text, size, "\"ok\":false", 10)) acks_refused++;
    }
}

static void take_frames(Line *line) {
    int at = 0;
    if (line->state == SHAKING) {
        uint8_t *body = memmem(line->in, line->length, "\r\n\r\n", 4);
        if (!body) return;
        if (memcmp(line->in + 9, "101", 3)) {
            if (!refused++) fprintf(stderr, "refused: %.*s\n", line->length > 300 ? 300 : line->length, line->in);
            end(line);
            return;
        }
        at = body + 4 - line->in;
        line->state = OPENING;
    }
    while (line->length - at >= 2) {
        uint8_t *frame = line->in + at;
        uint64_t size = frame[1] & 127, head = 2;
        if (size == 126) {
            if (line->length - at < 4) break;
            size = frame[2] << 8 | frame[3];
            head = 4;
        } else if (size == 127) {
            if (line->length - at < 10) break;
            size = 0;
            for (int i = 2; i < 10; i++) size = size << 8 | frame[i];
            head = 10;
        }
        if ((uint64_t)(line->length - at) < head + size) break;
        if ((frame[0] & 15) == 8) {
            end(line);
            return;
        }
        if ((frame[0] & 15) == 1) understand(line, frame + head, size);
        at += head + size;
    }
    memmove(line->in, line->in + at, line->length - at);
    line->length -= at;
}

static void open_line(Line *line) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(line->port)};
    int yes = 1;
    line->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    connect(line->fd, (void *)&to, sizeof to);
    line->state = CONNECTING;
    opening++;
    watch(line, EPOLLIN | EPOLLOUT, EPOLL_CTL_ADD);
}

static void shake(Line *line) {
    char words[1024];
    line->state = SHAKING;
    watch(line, EPOLLIN, EPOLL_CTL_MOD);
    put(line, words, snprintf(words, sizeof words,
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
        "Cookie: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", line->port, line->port, line->cookie));
}

static void write_more(Line *line) {
    int taken = send(line->fd, line->out, line->unsent, MSG_NOSIGNAL);
    if (taken > 0) {
        memmove(line->out, line->out + taken, line->unsent - taken);
        line->unsent -= taken;
    }
    if (!line->unsent) watch(line, EPOLLIN, EPOLL_CTL_MOD);
}

static void read_more(Line *line) {
    if (line->capacity - line->length < 65536) {
        line->capacity = 2 * line->capacity + 65536;
        line->in = realloc(line->in, line->capacity);
    }
    int got = recv(line->fd, line->in + line->length, line->capacity - line->length, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN)) {
        end(line);
    } else if (got > 0) {
        line->length += got;
        take_frames(line);
    }
}

static int is_later(const void *one, const void *other) {
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

static double worst_of(double part) { return counted ? latencies[(size_t)((counted - 1) * part)] / 1000.0 : 0; }

static double cpu_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void turn(int patience) {
    struct epoll_event ready[512];
    int many = epoll_wait(epoll, ready, 512, patience);
    for (int i = 0; i < many; i++) {
        Line *line = ready[i].data.ptr;
        if (line->state == OVER) continue;
        if (ready[i].events & EPOLLOUT) {
            if (line->state == CONNECTING) shake(line);
            else if (line->unsent) write_more(line);
        }
        if (line->state != OVER && ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_more(line);
        if (!rate && since)
            while (sent[line->room] - heard[line->room] / people < window) talk(line->room);
    }
}

static void go_on_for(double while_seconds) {
    uint64_t until = now() + (uint64_t)(while_seconds * 1e9), before = now();
    static double owed;
    static int next;
    while (now() < until) {
        turn(rate ? 1 : 20);
        if (!rate) continue;
        uint64_t here = now();
        owed += (here - before) / 1e9 * rate;
        before = here;
        for (; owed >= 1; owed -= 1, next = (next + 1) % rooms) talk(next);
    }
}

int main(int count, char **words) {
    if (count != 8) return 2;
    rooms = atoi(words[1]);
    people = atoi(words[2]);
    is_roost = !strcmp(words[3], "roost");
    window = atoi(words[4]);
    rate = atof(words[5]);
    warm = atof(words[6]);
    seconds = atof(words[7]);
    total = rooms * people;
    lines = calloc(total, sizeof *lines);
    sent = calloc(rooms, sizeof *sent);
    heard = calloc(rooms, sizeof *heard);
    latencies = malloc(MOST_LATENCIES * sizeof *latencies);
    epoll = epoll_create1(0);
    for (int i = 0; i < total; i++) {
        lines[i].room = i / people;
        if (scanf("%d %599s %63s", &lines[i].port, lines[i].cookie, lines[i].name) != 3) return 2;
    }
    int begun = 0;
    uint64_t began = now();
    while (opened + closed < total && now() - began < 120000000000ull) {
        while (begun < total && opening < AT_ONCE) open_line(&lines[begun++]);
        turn(20);
    }
    double connected = (now() - began) / 1e9;
    /* From here on there is something to hear. */
    since = now();
    if (opened == total) {
        if (!rate)
            for (int room = 0; room < rooms; room++)
                for (int i = 0; i < window; i++) talk(room);
        go_on_for(warm);
        since = now();
        measuring = 1;
        fprintf(stderr, "open\n");
    }
    double cpu = cpu_seconds();
    uint64_t start = now();
    if (measuring) go_on_for(seconds);
    double took = (now() - start) / 1e9;
    cpu = cpu_seconds() - cpu;
    fprintf(stderr, "over\n");
    qsort(latencies, counted, sizeof *latencies, is_later);
    printf("{\"opened\":%d,\"of\":%d,\"closed\":%d,\"connect_seconds\":%.2f,\"words\":%.1f,\"deliveries\":%.1f,"
           "\"p50\":%.2f,\"p95\":%.2f,\"p99\":%.2f,\"client_cpu\":%.2f,\"acks_refused\":%lld}\n",
        opened, total, closed, connected, said / took, delivered / took, worst_of(.5), worst_of(.95), worst_of(.99),
        cpu / took, acks_refused);
    return opened != total;
}
