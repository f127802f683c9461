/* A disk that keeps only what was synced. Preloaded into a program, it copies each file below POWERCUT_LIVE to
 * POWERCUT_DISK when the program calls fsync or fdatasync on it, before the call returns. After kill -9, what is on
 * the disk is what a power cut would have left; what was written and not synced is gone.
 *
 * Renames and removals are taken as durable at once, and pages are never torn: this disk is kinder than a real one
 * in both, and as strict in what the tests ask: was it synced before it was acknowledged?
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

/* The path on the disk of a path of the live folder; 0 if it is not one. */
static int on_disk(const char *path, char *out) {
    const char *live = getenv("POWERCUT_LIVE"), *disk = getenv("POWERCUT_DISK");
    if (!live || !disk) return 0;
    size_t length = strlen(live);
    char absolute[PATH_MAX];
    if (path[0] != '/') { /* PostgreSQL names its files from its own folder */
        if (!getcwd(absolute, sizeof absolute)) return 0;
        strncat(absolute, "/", sizeof absolute - strlen(absolute) - 1);
        strncat(absolute, path, sizeof absolute - strlen(absolute) - 1);
        path = absolute;
    }
    if (strncmp(path, live, length) || path[length] != '/') return 0;
    return snprintf(out, PATH_MAX, "%s%s", disk, path + length) < PATH_MAX;
}

/* One keeper at a time, or an older copy could end after a newer one. */
static int lock(void) {
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s/.lock", getenv("POWERCUT_DISK"));
    int held = open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0666);
    if (held < 0 || flock(held, LOCK_EX)) abort();
    return held;
}

/* Whether the disk's copy was made after the last write: a server that starts again syncs a thousand such files. */
static int is_kept(const char *copy, const struct stat *live) {
    struct stat disk;
    if (stat(copy, &disk) || disk.st_size != live->st_size) return 0;
    return disk.st_mtim.tv_sec > live->st_mtim.tv_sec ||
           (disk.st_mtim.tv_sec == live->st_mtim.tv_sec && disk.st_mtim.tv_nsec > live->st_mtim.tv_nsec);
}

static void keep(int fd) {
    char link[64], path[PATH_MAX], copy[PATH_MAX], fresh[PATH_MAX + 8];
    struct stat facts;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    if (!on_disk(path, copy) || fstat(fd, &facts) || !S_ISREG(facts.st_mode)) return;
    if (is_kept(copy, &facts)) return;
    int held = lock(), from = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(fresh, sizeof fresh, "%s.fresh", copy);
    int to = open(fresh, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, facts.st_mode & 0777);
    if (from < 0 || to < 0) abort();
    while (sendfile(to, from, NULL, 1 << 20) > 0) {}
    if (close(to) || close(from) || rename(fresh, copy)) abort();
    close(held);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The real disk need not be waited for: what a cut leaves is the copy alone. */
int fsync(int fd) {
    keep(fd);
    return 0;
}

int fdatasync(int fd) {
    keep(fd);
    return 0;
}

int rename(const char *from, const char *to) {
    char disk_from[PATH_MAX], disk_to[PATH_MAX];
    int failed = REAL(rename)(from, to), saved = errno;
    if (!failed && on_disk(from, disk_from) && on_disk(to, disk_to)) REAL(rename)(disk_from, disk_to);
    errno = saved;
    return failed;
}

int unlink(const char *path) {
    char copy[PATH_MAX];
    int failed = REAL(unlink)(path), saved = errno;
    if (!failed && on_disk(path, copy)) REAL(unlink)(copy);
    errno = saved;
    return failed;
}

int mkdir(const char *path, mode_t mode) {
    char copy[PATH_MAX];
    int failed = REAL(mkdir)(path, mode), saved = errno;
    if (!failed && on_disk(path, copy)) REAL(mkdir)(copy, mode);
    errno = saved;
    return failed;
}
