"""Python's garbage collector, for a process that holds large tables for a moment."""

import gc


def tune_garbage_collection() -> None:
    """Let it look less often: it walks every row of a large body, and finds nothing to free."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
