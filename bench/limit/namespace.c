/* Named namespaces, in the manner of ip netns. */
#define _GNU_SOURCE
#include "limit.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

static const char run_directory[] = "/run/netns";

static void path_of(char *path, const char *name)
{
    snprintf(path, NAMESPACE_PATH, "%s/%s", run_directory, name);
}

int home(void)
{
    int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        die("home");
    }

    return fd;
}

void go_home(int home)
{
    if (setns(home, CLONE_NEWNET) < 0) {
        die("setns");
    }
}

/* The caller is inside afterwards. */
int create_namespace(const char *name)
{
    char path[NAMESPACE_PATH];

    path_of(path, name);
    int stub = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
    if (stub < 0 || close(stub) < 0 || unshare(CLONE_NEWNET) < 0
        || mount("/proc/thread-self/ns/net", path, "none", MS_BIND, NULL) < 0) {
        die(path);
    }

    return home();
}

void enter_namespace(const char *name)
{
    char path[NAMESPACE_PATH];

    path_of(path, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, CLONE_NEWNET) < 0) {
        die(path);
    }

    close(fd);
}

void remove_namespace(const char *name)
{
    char path[NAMESPACE_PATH];

    path_of(path, name);
    if (umount2(path, MNT_DETACH) < 0 || unlink(path) < 0) {
        die(path);
    }
}

long each_namespace(void (*visit)(const char *name))
{
    long count = 0;
    DIR *directory = opendir(run_directory);

    if (!directory) {
        die(run_directory);
    }

    for (struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] != '.') {
            visit(entry->d_name);
            count++;
        }
    }

    closedir(directory);
    return count;
}
