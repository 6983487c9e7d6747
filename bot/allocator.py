"""Keep the process from growing: one setting of glibc's allocator."""

import ctypes
import sys

_M_MMAP_THRESHOLD = -3
"""``mallopt(3)``."""
_FROM_BYTES = 32 * 1024


def return_large_blocks() -> bool:
    """Have blocks of 32 KiB and more given back to the system when they are freed; whether that could be set.

    glibc raises this limit by itself as larger blocks come and go. They then leave holes in the heap that nothing
    fits, and the heap grew by some 4 KiB with each round for as long as we watched, although what was in use did not.
    A limit that is set stays.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False  # another C library, which has no such habit
    return bool(mallopt(_M_MMAP_THRESHOLD, _FROM_BYTES))
