"""The answer of a comparison: its rows, whether the means agree, and how it is printed."""

import math
import platform
import statistics
from pathlib import Path

# Means that differ by more than so many standard errors of their difference disagree.
STANDARD_ERRORS = 4


def compared(reference, headroom):
    """One row of the answer."""
    own = headroom.speeds(reference.workload)
    other = [run["ns_per_unit"] for run in reference.runs]
    # Within a round, so that a slow minute of the machine weighs on both sides.
    ratios = [theirs / ours for ours, theirs in zip(own, other)]
    return {
        "workload": reference.workload,
        "unit": reference.runs[0]["unit"],
        "headroom_ns": statistics.median(own) if own else None,
        "reference": reference.tool,
        "reference_ns": statistics.median(other),
        "ratio": statistics.median(ratios) if ratios else None,
        "ratios": ratios,
        "reference_events": reference.runs[0].get("events_per_unit"),
        "checks": checks(reference, headroom),
    }


def checks(reference, headroom):
    """What must agree before speeds are worth comparing."""
    workload, tool, runs = reference.workload, reference.tool, reference.runs
    mean = statistics.fmean(run["mean"] for run in runs)
    squares = [max(run["std_error"] ** 2, reference.variance / run["units"]) for run in runs]
    error = math.sqrt(sum(squares)) / len(runs)
    found = []
    if reference.exact is not None:
        found.append(check(f"{tool} and theory", mean, reference.exact, error))
    if measured := headroom.mean(workload):
        both = math.hypot(error, measured[1])
        found.append(check(f"{tool} and Headroom", mean, measured[0], both))
    if (right := headroom.agrees(workload)) is not None:
        found.append({"what": "Headroom's own check", "agrees": right})
    return found


def check(what, left, right, standard_error):
    """Whether two means agree."""
    tolerance = STANDARD_ERRORS * standard_error
    agrees = abs(left - right) <= tolerance
    return {"what": what, "means": [left, right], "tolerance": tolerance, "agrees": agrees}


def disagreements(answer):
    """The checks that failed, in words."""
    return [
        f"{row['workload']}, {check['what']}"
        for row in answer["rows"]
        for check in row["checks"]
        if not check["agrees"]
    ]


def markdown(answer):
    """The answer as a table, with the means below it."""
    lines = [
        "| workload | unit | Headroom, ns | reference | reference, ns | ratio | means agree |",
        "|---|---|---:|---|---:|---:|---|",
    ]
    for row in answer["rows"]:
        cells = [
            row["workload"],
            row["unit"],
            figure(row["headroom_ns"]),
            row["reference"],
            figure(row["reference_ns"]),
            figure(row["ratio"]),
            verdict(row),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        f"CPU time of one unit, medians of {answer['rounds']} alternating rounds on one core of "
        f"{answer['machine']}; {'; '.join(answer['versions'])}.",
        "",
    ]
    return "\n".join(lines + [line for row in answer["rows"] for line in evidence(row)])


def figure(value):
    """A number with three digits or so."""
    return "–" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def verdict(row):
    """Whether all checks of a row hold, in a word."""
    if not row["checks"]:
        return "–"
    return "yes" if all(check["agrees"] for check in row["checks"]) else "NO"


def evidence(row):
    """The means behind the verdict, and what a speed is for each event of the reference."""
    if row["reference_events"] and row["headroom_ns"]:
        events = row["reference_events"]
        yield (
            f"- {row['workload']}: {row['reference']} schedules {events:.1f} events for one "
            f"{row['unit']}; Headroom takes {row['headroom_ns'] / events:.1f} ns for each of them"
        )
    for check in row["checks"]:
        if "means" in check:
            left, right = check["means"]
            yield (
                f"- {row['workload']}, {check['what']}: {left:.4g} and {right:.4g}, "
                f"tolerance {check['tolerance']:.2g}"
            )


def machine():
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or "this machine"
    return f"{name} ({platform.system()} {platform.machine()})"
