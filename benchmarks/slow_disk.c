/* A disk on which a sync takes DISK_MILLISECONDS: sleeps until that time has passed, after the real sync.
   Load it with LD_PRELOAD. For disks that answer so fast that they say nothing about a common server. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static int slowly(const char *name, int file)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const char *setting = getenv("DISK_MILLISECONDS");
    long nanoseconds = setting ? (long)(atof(setting) * 1e6) : 0;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += nanoseconds % 1000000000L;
    until.tv_sec += nanoseconds / 1000000000L + until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    int answer = real(file);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
    return answer;
}

int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
