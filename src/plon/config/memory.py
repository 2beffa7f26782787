"""Memory of a command that soon ends: what it has freed, it uses again."""

import contextlib
import ctypes

# Of glibc's malloc.h. By default it gives large blocks back at once, and every array that follows
# pays for pages that the system has to clear anew: a twentieth of the command's time.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
KEPT_BYTES = 1 << 28
LARGE_BYTES = 32 << 20  # still their own, and given back


def keep_freed_memory() -> None:
    """Let this process keep up to 256 MiB of freed memory; nothing where C's library is another."""
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
        library.mallopt(M_ARENA_MAX, 1)  # what one thread has freed is there for the others
