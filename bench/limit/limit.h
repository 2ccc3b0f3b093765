/* What the minimal program is made of. Errors end it: it measures, and recovers nothing. */
#ifndef LIMIT_H
#define LIMIT_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

enum { NAMESPACE_PATH = 300, BATCH_SIZE = 2048 };

/* Several requests of one sendmsg; the last asks for the only acknowledgement. */
struct batch {
    _Alignas(NLMSG_ALIGNTO) char data[BATCH_SIZE];
    size_t length;
    struct nlmsghdr *last;
};

/* One end of a pair, at home in its namespace. */
struct end {
    const char *name;
    int index;
    uint32_t address; /* network order */
    int prefix_length;
    int socket; /* netlink, of its namespace */
    int space;  /* its namespace */
};

void die(const char *what);

/* netlink.c */
int open_route(void);
void add_up(struct batch *batch, int index);
void add_address(struct batch *batch, const struct end *end);
void add_pair(struct batch *batch, const struct end *left, const struct end *right);
void delete_group(struct batch *batch, uint32_t group);
void execute(int fd, struct batch *batch);
void settle(int fd, int index);
long dump(int fd, int type);

/* namespace.c */
int home(void);
void go_home(int home);
int create_namespace(const char *name);
void enter_namespace(const char *name);
void remove_namespace(const char *name);
long each_namespace(void (*visit)(const char *name));

/* echo.c */
void echo(uint32_t destination, long count);

#endif
