"""All benchmarks, one after the other: ``make bench``."""

import importlib
import sys

BENCHES = (
    "bench_feedback",
    "bench_answer",
    "bench_start",
    "bench_rounds",
    "bench_bank",
    "bench_files",
    "bench_judge",
    "bench_deliveries",
    "bench_pairing",
    "bench_signups",
    "bench_progress",
    "bench_privacy",
)


def main() -> int:
    for name in BENCHES:
        print(f"== {name.removeprefix('bench_')}", flush=True)
        importlib.import_module(f"tests.perf.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
