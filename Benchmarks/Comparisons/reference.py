"""What the Python programs share: their options and the line of JSON that they print."""

import argparse
import json
import math

BATCHES = 20


def options(**defaults):
    """Options with whole or real numbers, by name, as the command line sets them."""
    parser = argparse.ArgumentParser()
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    return parser.parse_args()


def standard_error(times):
    """The standard error of the mean of a series whose neighbours depend on each other: batch means."""
    size = len(times) // BATCHES
    if size == 0:
        return math.inf
    means = [sum(times[i * size : (i + 1) * size]) / size for i in range(BATCHES)]
    centre = sum(means) / BATCHES
    return math.sqrt(sum((each - centre) ** 2 for each in means) / (BATCHES * (BATCHES - 1)))


def quantile(ordered, q):
    """The smallest value that a share q of the values does not pass."""
    return ordered[min(len(ordered) - 1, max(0, math.ceil(q * len(ordered)) - 1))]


def report(name, unit, units, seconds, times, **further):
    """Prints what a program measured, as one line of JSON."""
    ordered = sorted(times)
    answer = {
        "name": name,
        "unit": unit,
        "units": units,
        "cpu_s": round(seconds, 6),
        "ns_per_unit": round(seconds / units * 1e9, 1),
        "mean": sum(times) / len(times),
        "std_error": standard_error(times),
        "p50": quantile(ordered, 0.50),
        "p95": quantile(ordered, 0.95),
        "p99": quantile(ordered, 0.99),
    }
    print(json.dumps(answer | further))
