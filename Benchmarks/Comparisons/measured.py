"""What Headroom's own benchmarks say, through the verb `headroom bench`."""

import json
import os
import subprocess
import sys
from statistics import NormalDist

from building import say

SCHEMA = "headroom.bench/1"


class Headroom:
    """The verb, where the binary has it; without it there are no runs."""

    def __init__(self, binary, quick):
        self.binary = None
        self.version = None
        self.runs = {}
        self.scale = []
        if not os.access(binary, os.X_OK):
            say(f"without Headroom: there is no {binary}; swift build -c release --static-swift-stdlib makes it")
            return
        words = subprocess.run([binary, "help", "bench"], capture_output=True, text=True).stdout
        if "USAGE: headroom bench" not in words:
            say(f"without Headroom: {binary} has no verb bench")
            return
        self.binary = binary
        if quick and "--scale" in words:
            self.scale = ["--scale", "0.1"]

    def run(self, workload):
        """Runs a workload once."""
        if self.binary is None:
            return
        say(f"  Headroom {workload}")
        words = [self.binary, "bench", "--format", "json", "--rounds", "1", *self.scale, workload]
        done = subprocess.run(words, stdout=subprocess.PIPE)
        if done.returncode != 0:
            sys.exit(f"compare: headroom bench {workload} ended with {done.returncode}")
        answer = json.loads(done.stdout)
        if answer.get("schema") != SCHEMA:
            sys.exit(f"compare: headroom answers in the schema {answer.get('schema')}, not {SCHEMA}")
        self.version = answer["version"]
        found = [each for each in answer["workloads"] if each["name"] == workload]
        self.runs.setdefault(workload, []).extend(found)

    def speeds(self, workload):
        """CPU nanoseconds of a unit, by round."""
        return [
            sum(run["cpu_s"]) / len(run["cpu_s"]) / run["units"] * 1e9
            for run in self.runs.get(workload, [])
        ]

    def mean(self, workload):
        """The mean that was measured and its standard error; None when something else is checked."""
        runs = self.runs.get(workload, [])
        check = runs[0].get("check") if runs else None
        if not check or check["quantity"] != "mean time in system":
            return None
        # Every round repeats the same numbers. The interval is wide by a t quantile; the normal one in
        # its place makes the standard error at most a fifth too large.
        quantile = NormalDist().inv_cdf((1 + check["confidence"]) / 2)
        return check["measured"], (check["high"] - check["low"]) / 2 / quantile

    def agrees(self, workload):
        """Whether every round found its own answer right; None when it was not checked."""
        checks = [run.get("check") for run in self.runs.get(workload, [])]
        return all(check["agrees"] for check in checks) if checks and all(checks) else None
