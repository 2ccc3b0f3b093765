/* The least a call can cost: starts a program again and again and waits for it. Prints microseconds, one line a call. */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s COUNT PROGRAM [ARGUMENT]...\n", argv[0]);
        return 2;
    }

    for (int i = 0, count = atoi(argv[1]); i < count; i++) {
        struct timespec start, end;
        pid_t child;
        int status;

        clock_gettime(CLOCK_MONOTONIC, &start);
        if (posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ) != 0 || waitpid(child, &status, 0) < 0 || status != 0) {
            fprintf(stderr, "%s: %s failed\n", argv[0], argv[2]);
            return 1;
        }

        clock_gettime(CLOCK_MONOTONIC, &end);
        printf("%.1f\n", (end.tv_sec - start.tv_sec) * 1e6 + (end.tv_nsec - start.tv_nsec) / 1e3);
    }

    return 0;
}
