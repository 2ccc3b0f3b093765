/* Echo requests, each sent when the reply to the one before is in. */
#include "limit.h"

#include <linux/icmp.h>
#include <linux/ip.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAYLOAD = 56, IDENTIFIER = 0x4e54 };

struct request {
    struct icmphdr header;
    char payload[PAYLOAD];
};

static uint16_t checksum(const void *data, size_t size)
{
    const uint16_t *words = data;
    uint32_t sum = 0;

    for (size_t word = 0; word < size / 2; word++) {
        sum += words[word];
    }

    sum = (sum >> 16) + (sum & 0xffff);
    return ~(sum + (sum >> 16));
}

void echo(uint32_t destination, long count)
{
    char answer[2048];
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = destination };
    int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);

    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        die("icmp");
    }

    for (long sequence = 1; sequence <= count; sequence++) {
        struct request request = { .header = { .type = ICMP_ECHO, .un.echo = { htons(IDENTIFIER), htons((uint16_t)sequence) } } };
        request.header.checksum = checksum(&request, sizeof request);
        if (send(fd, &request, sizeof request, 0) < 0) {
            die("send");
        }

        struct icmphdr *reply;
        do {
            if (recv(fd, answer, sizeof answer, 0) < 0) {
                die("recv");
            }

            reply = (struct icmphdr *)(answer + ((struct iphdr *)answer)->ihl * 4);
        } while (reply->type != ICMP_ECHOREPLY || reply->un.echo.id != request.header.un.echo.id
            || reply->un.echo.sequence != request.header.un.echo.sequence);
    }

    close(fd);
}
