/* rtnetlink requests, as short as they can be. */
#include "limit.h"

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LOOPBACK_INDEX = 1, DUMP_SIZE = 32768 };

int open_route(void)
{
    int on = 1;
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

    if (fd < 0) {
        die("socket");
    }

    setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
    setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on);
    return fd;
}

static void *begin(struct batch *batch, int type, int flags, size_t size)
{
    struct nlmsghdr *message = (struct nlmsghdr *)(batch->data + batch->length);

    memset(message, 0, NLMSG_SPACE(size));
    message->nlmsg_len = NLMSG_LENGTH(size);
    message->nlmsg_type = type;
    message->nlmsg_flags = NLM_F_REQUEST | flags;
    batch->last = message;
    batch->length += NLMSG_SPACE(size);
    return NLMSG_DATA(message);
}

static struct rtattr *add(struct batch *batch, int type, const void *data, size_t size)
{
    struct rtattr *attribute = (struct rtattr *)(batch->data + batch->length);

    memset(attribute, 0, RTA_SPACE(size));
    attribute->rta_type = type;
    attribute->rta_len = RTA_LENGTH(size);
    if (data) {
        memcpy(RTA_DATA(attribute), data, size);
    }

    batch->length += RTA_SPACE(size);
    batch->last->nlmsg_len = batch->data + batch->length - (char *)batch->last;
    return attribute;
}

static void end_nest(struct batch *batch, struct rtattr *nest)
{
    nest->rta_len = batch->data + batch->length - (char *)nest;
}

void add_up(struct batch *batch, int index)
{
    struct ifinfomsg *link = begin(batch, RTM_NEWLINK, 0, sizeof *link);

    link->ifi_index = index;
    link->ifi_flags = link->ifi_change = IFF_UP;
}

void add_address(struct batch *batch, const struct end *end)
{
    struct ifaddrmsg *address = begin(batch, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof *address);

    address->ifa_family = AF_INET;
    address->ifa_prefixlen = end->prefix_length;
    address->ifa_index = end->index;
    add(batch, IFA_LOCAL, &end->address, sizeof end->address);
}

void add_pair(struct batch *batch, const struct end *left, const struct end *right)
{
    uint32_t one = 1;
    struct ifinfomsg *link = begin(batch, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof *link);

    link->ifi_index = left->index;
    link->ifi_flags = link->ifi_change = IFF_UP;
    add(batch, IFLA_IFNAME, left->name, strlen(left->name) + 1);
    add(batch, IFLA_NUM_TX_QUEUES, &one, sizeof one);
    add(batch, IFLA_NUM_RX_QUEUES, &one, sizeof one);
    struct rtattr *info = add(batch, IFLA_LINKINFO, NULL, 0);
    add(batch, IFLA_INFO_KIND, "veth", 4);
    struct rtattr *data = add(batch, IFLA_INFO_DATA, NULL, 0);
    struct ifinfomsg peer = { .ifi_index = right->index };
    struct rtattr *nest = add(batch, VETH_INFO_PEER, &peer, sizeof peer);
    add(batch, IFLA_IFNAME, right->name, strlen(right->name) + 1);
    add(batch, IFLA_NUM_TX_QUEUES, &one, sizeof one);
    add(batch, IFLA_NUM_RX_QUEUES, &one, sizeof one);
    add(batch, IFLA_NET_NS_FD, &right->space, sizeof right->space);
    end_nest(batch, nest);
    end_nest(batch, data);
    end_nest(batch, info);
}

void delete_group(struct batch *batch, uint32_t group)
{
    begin(batch, RTM_DELLINK, 0, sizeof(struct ifinfomsg));
    add(batch, IFLA_GROUP, &group, sizeof group);
}

void execute(int fd, struct batch *batch)
{
    char answer[1024];

    batch->last->nlmsg_flags |= NLM_F_ACK;
    if (send(fd, batch->data, batch->length, 0) < 0 || recv(fd, answer, sizeof answer, 0) < 0) {
        die("netlink");
    }

    struct nlmsghdr *message = (struct nlmsghdr *)answer;
    if (message->nlmsg_type != NLMSG_ERROR || ((struct nlmsgerr *)NLMSG_DATA(message))->error != 0) {
        die("request");
    }
}

/* A look at the end that was opened first makes the kernel see its carrier at once. */
void settle(int fd, int index)
{
    char answer[DUMP_SIZE];
    uint32_t mask = RTEXT_FILTER_SKIP_STATS;
    struct batch batch = { .length = 0 };
    struct ifinfomsg *link = begin(&batch, RTM_GETLINK, 0, sizeof *link);

    link->ifi_index = index;
    add(&batch, IFLA_EXT_MASK, &mask, sizeof mask);
    if (send(fd, batch.data, batch.length, 0) < 0 || recv(fd, answer, sizeof answer, 0) < 0) {
        die("netlink");
    }
}

/* Reads all objects of a kind, and gives how many bytes they were. */
long dump(int fd, int type)
{
    static _Thread_local char answer[DUMP_SIZE];
    uint32_t mask = RTEXT_FILTER_SKIP_STATS;
    struct batch batch = { .length = 0 };
    long total = 0;

    begin(&batch, type, NLM_F_DUMP, type == RTM_GETLINK ? sizeof(struct ifinfomsg) : sizeof(struct ifaddrmsg));
    if (type == RTM_GETLINK) {
        add(&batch, IFLA_EXT_MASK, &mask, sizeof mask);
    }

    if (send(fd, batch.data, batch.length, 0) < 0) {
        die("netlink");
    }

    while (1) {
        ssize_t size = recv(fd, answer, sizeof answer, 0);
        if (size < 0) {
            die("netlink");
        }

        int left = (int)size;
        for (struct nlmsghdr *message = (struct nlmsghdr *)answer; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type == NLMSG_DONE) {
                return total;
            }

            if (message->nlmsg_type == NLMSG_ERROR) {
                die("dump");
            }

            total += message->nlmsg_len;
        }
    }
}
