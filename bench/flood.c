/* Puts frames on a link at a steady rate, as a load for captures. Prints how many it sent in a second. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 16, TEST_TYPE = 0x88b5 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    unsigned char frame[1514] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, TEST_TYPE >> 8, TEST_TYPE & 0xff };
    struct sockaddr_ll address = { .sll_family = AF_PACKET };
    struct iovec part = { frame, 0 };
    struct mmsghdr messages[BATCH] = { 0 };

    if (argc != 5) {
        fprintf(stderr, "usage: %s LINK LENGTH RATE COUNT\n", argv[0]);
        return 2;
    }

    address.sll_ifindex = if_nametoindex(argv[1]);
    part.iov_len = atoi(argv[2]);
    double rate = atof(argv[3]); /* a second; 0: as fast as it goes */
    long count = atol(argv[4]);

    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    if (fd < 0 || part.iov_len > sizeof frame || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        perror(argv[1]);
        return 1;
    }

    for (int i = 0; i < BATCH; i++) {
        messages[i].msg_hdr.msg_iov = &part;
        messages[i].msg_hdr.msg_iovlen = 1;
    }

    double start = now();
    for (long sent = 0; sent < count; ) {
        int some = sendmmsg(fd, messages, BATCH, 0);
        if (some < 0) {
            perror("sendmmsg");
            return 1;
        }

        sent += some;
        while (rate > 0 && now() - start < sent / rate)
            ;
    }

    printf("%.0f\n", count / (now() - start));
    return 0;
}
