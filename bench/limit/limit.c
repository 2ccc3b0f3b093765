/*
 * The least that the work of the comparison takes: only the system calls that are needed, in one thread, and no more looked at
 * than that it succeeded. Prints how many microseconds the work took, without the start of the process.
 *
 *   limit scenario PREFIX      two namespaces, a pair, addresses, one echo, and away with them
 *   limit create PREFIX PAIRS  pairs between two new namespaces each, addressed and up
 *   limit list                 links and addresses of all namespaces
 *   limit delete PREFIX PAIRS  the namespaces of such pairs
 *   limit group GROUP          the links of a group, in the namespace that it is started in
 *   limit echo NAME COUNT      from namespace NAME to the other end of its pair
 */
#include "limit.h"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LEFT_INDEX = 2, RIGHT_INDEX = 3, PREFIX_LENGTH = 16, NAME_SIZE = 64 };

static const uint32_t left_address = 0x0a00000a, right_address = 0x0a000014; /* 10.0.0.10, 10.0.0.20 */

void die(const char *what)
{
    perror(what);
    exit(1);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static void name_of(char *name, const char *prefix, long pair, char side)
{
    snprintf(name, NAME_SIZE, "%s%ld%c", prefix, pair, side);
}

static void create_pair(const char *prefix, long pair)
{
    char name[NAME_SIZE];
    struct end left = { "veth-1", LEFT_INDEX, htonl(left_address), PREFIX_LENGTH, 0, 0 };
    struct end right = { "veth-2", RIGHT_INDEX, htonl(right_address), PREFIX_LENGTH, 0, 0 };
    struct batch batch = { .length = 0 };

    name_of(name, prefix, pair, 'a');
    left.space = create_namespace(name);
    left.socket = open_route();
    name_of(name, prefix, pair, 'b');
    right.space = create_namespace(name);
    right.socket = open_route();
    add_up(&batch, 1);
    add_pair(&batch, &left, &right);
    add_address(&batch, &left);
    execute(left.socket, &batch);
    batch.length = 0;
    add_up(&batch, 1);
    add_up(&batch, RIGHT_INDEX);
    add_address(&batch, &right);
    execute(right.socket, &batch);
    settle(left.socket, LEFT_INDEX);
    close(left.socket);
    close(right.socket);
    close(left.space);
    close(right.space);
}

static void delete_pair(const char *prefix, long pair)
{
    char name[NAME_SIZE];

    name_of(name, prefix, pair, 'a');
    remove_namespace(name);
    name_of(name, prefix, pair, 'b');
    remove_namespace(name);
}

static void list(const char *name)
{
    enter_namespace(name);
    int fd = open_route();
    dump(fd, RTM_GETLINK);
    dump(fd, RTM_GETADDR);
    close(fd);
}

int main(int argc, char **argv)
{
    const char *work = argc > 1 ? argv[1] : "";
    const char *name = argc > 2 ? argv[2] : "";
    long count = argc > 3 ? atol(argv[3]) : 1;
    double start = now();
    int origin = home();

    if (strcmp(work, "scenario") == 0) {
        char left[NAME_SIZE];

        create_pair(name, 1);
        name_of(left, name, 1, 'a');
        enter_namespace(left);
        echo(htonl(right_address), 1);
        go_home(origin);
        delete_pair(name, 1);
    } else if (strcmp(work, "create") == 0) {
        for (long pair = 1; pair <= count; pair++) {
            create_pair(name, pair);
        }

        go_home(origin);
    } else if (strcmp(work, "list") == 0) {
        each_namespace(list);
        go_home(origin);
    } else if (strcmp(work, "delete") == 0) {
        for (long pair = 1; pair <= count; pair++) {
            delete_pair(name, pair);
        }
    } else if (strcmp(work, "group") == 0) {
        struct batch batch = { .length = 0 };
        int fd = open_route();

        delete_group(&batch, (uint32_t)atol(name));
        execute(fd, &batch);
        close(fd);
    } else if (strcmp(work, "echo") == 0) {
        enter_namespace(name);
        echo(htonl(right_address), count);
        go_home(origin);
    } else {
        fprintf(stderr, "usage: %s scenario PREFIX | create PREFIX PAIRS | list | delete PREFIX PAIRS | group GROUP | echo NAME COUNT\n", argv[0]);
        return 2;
    }

    printf("%.0f\n", now() - start);
    return 0;
}
