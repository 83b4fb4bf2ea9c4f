"""Makes what the comparison runs: the C++ programs, and an environment with SimPy and Ciw."""

import json
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
BUILT = SOURCES.parent / ".build-comparisons"
ENVIRONMENT = SOURCES.parent / ".venv"

# What a trial run of each program is given.
TRIALS = {
    "mm1": ["--customers", "2000000"],
    "hold": ["--pending", "10000", "--holds", "1000000"],
}


def say(text):
    """Tells what is going on, apart from the answer."""
    print(f"compare: {text}", file=sys.stderr, flush=True)


def build():
    """Builds the C++ programs; returns a description of the build that is used, by program.

    Compilers and levels differ by a third on these loops, in both directions. So each program is
    built in every way at hand and tried for a moment, and the fastest build is the reference.
    """
    notes = BUILT / "builds.json"
    sources = [*SOURCES.glob("*.cpp"), *SOURCES.glob("*.hpp"), Path(__file__)]
    if notes.exists() and notes.stat().st_mtime > max(each.stat().st_mtime for each in sources):
        return json.loads(notes.read_text())
    compilers = available_compilers()
    if not compilers:
        sys.exit("compare: there is neither g++ nor clang++")
    wide = ["-march=x86-64-v2"] if platform.machine() in ("x86_64", "AMD64") else []
    BUILT.mkdir(exist_ok=True)
    used = {}
    for program, trial in TRIALS.items():
        best = None
        for compiler in compilers:
            for level in ("-O2", "-O3"):
                say(f"building {program} with {compiler.name} {level}")
                binary = BUILT / f"{program}{level}-{compiler.name}"
                words = [compiler, "-std=c++17", level, *wide, "-o", binary]
                subprocess.run([*words, SOURCES / f"{program}.cpp"], check=True)
                nanoseconds = min(speed(binary, trial) for _ in range(3))
                if best is None or nanoseconds < best[0]:
                    best = (nanoseconds, binary, f"{version(compiler)} {level}")
        shutil.copy2(best[1], BUILT / program)
        used[program] = best[2]
    notes.write_text(json.dumps(used))
    return used


def available_compilers():
    """The C++ compilers of this machine, that of the Swift toolchain included."""
    found = [shutil.which("g++"), shutil.which("clang++")]
    if not found[1] and (swift := shutil.which("swift")):
        found[1] = shutil.which("clang++", path=Path(swift).resolve().parent)
    return [Path(each) for each in found if each]


def speed(binary, options):
    """Nanoseconds of a unit in one run."""
    done = subprocess.run([binary, *options], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)["ns_per_unit"]


def version(compiler):
    """A compiler's name and version, such as g++ 12.2.0."""
    done = subprocess.run([compiler, "-dumpversion"], stdout=subprocess.PIPE, text=True, check=True)
    full = subprocess.run([compiler, "-dumpfullversion"], capture_output=True, text=True)
    number = full.stdout.strip() if full.returncode == 0 else done.stdout.strip()
    return f"{compiler.name} {number or done.stdout.strip()}"


def requirements():
    """The packages and their versions."""
    lines = (SOURCES / "requirements.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def prepare_python():
    """Makes the environment when its requirements are new; returns its interpreter, or None."""
    wanted = "\n".join(requirements())
    python, done = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "requirements.done"
    if done.exists() and done.read_text() == wanted:
        return python
    say("making the environment for SimPy and Ciw")
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *requirements()], check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"without SimPy and Ciw: {error}")
        return None
    done.write_text(wanted)
    return python
