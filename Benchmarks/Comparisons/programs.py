"""The programs that Headroom is compared with, and how each is run."""

import json
import subprocess
from dataclasses import dataclass, field

from building import BUILT, SOURCES, say

# The mean wait of n successive customers of M/M/1 has this variance over n: Daley, "The serial
# correlation coefficients of waiting times in a stationary single server queue", J. Aust. Math.
# Soc. 8 (1968). Their service adds little to it. Sixty runs of mm1.cpp with a million customers
# spread by 0.174 where it says 0.189; batch means of a short run would promise more than it knows.
LOAD = 0.9
VARIANCE = LOAD * (2 + 5 * LOAD - 4 * LOAD**2 + LOAD**3) / (1 - LOAD) ** 4


@dataclass
class Reference:
    """A program that does what a workload of Headroom does."""

    workload: str
    tool: str
    program: str
    size: str  # the option that says how much to do
    units: int
    quick: int
    options: list = field(default_factory=list)
    exact: float | None = None  # the mean that theory gives
    variance: float = 0  # the least variance of the mean, times the number of units
    runs: list = field(default_factory=list)

    @property
    def is_python(self):
        """Whether it runs in the environment."""
        return self.program.endswith(".py")

    def run(self, seed, quick, python):
        """Runs the program once and keeps what it says."""
        command = [python, "-B", SOURCES / self.program] if self.is_python else [BUILT / self.program]
        command += [*self.options, self.size, str(self.quick if quick else self.units)]
        say(f"  {self.tool} {self.workload}")
        done = subprocess.run([*command, "--seed", str(seed)], stdout=subprocess.PIPE, check=True)
        self.runs.append(json.loads(done.stdout))


def hold(pending):
    """The hold model with so many pending events; the mean is that of the increments."""
    options = ["--pending", str(pending)]
    return Reference(f"hold-{pending}", "C++", "hold", "--holds", 5_000_000, 500_000, options, 1)


def all_references():
    """Every program, by workload."""
    customers = "--customers"
    return [
        Reference("mm1", "C++", "mm1", customers, 10_000_000, 1_000_000, [], 10, VARIANCE),
        Reference("mm1-events", "C++", "mm1", customers, 10_000_000, 1_000_000, [], 10, VARIANCE),
        Reference("mm1", "SimPy", "mm1_simpy.py", customers, 300_000, 30_000, [], 10, VARIANCE),
        Reference("mm1", "Ciw", "mm1_ciw.py", customers, 100_000, 10_000, [], 10, VARIANCE),
        hold(10),
        hold(10_000),
        hold(1_000_000),
        # 8,640 s are a tenth of a day: 50,000 requests.
        Reference("request", "SimPy", "request_simpy.py", "--duration", 8_640, 2_000),
    ]
