"""The realistic request in SimPy: a twin of Sources/Benchmarking/Workloads/request.yaml.

    request_simpy.py [--duration SECONDS] [--warmup SECONDS] [--seed S] [--limit PER_MINUTE]

The same laws, limits and rules, written as a user of SimPy would write them, and without steps that
SimPy can be spared: who finds a free server does not wait for it, and the two timers that hardly ever
go off are armed without a process of their own.
"""

import math
import random
import time

import simpy

from reference import options, report

RATE = 5.787037  # requests a second, half a million a day
INSTANCES = 2
WORKERS = 4  # in all
SLOTS = 100  # of a worker
POOL = 5  # connections of a worker
POOL_PATIENCE = 30.0
CONNECTIONS = 90
DATABASE_CORES = 2
HIT = 0.25
TIMEOUT = 120.0

BURST = 16
ATTEMPTS = 6
BASE = 0.5
CAP = 8.0
JITTER = 0.25

EDGE = 0.020
AUTH = 1 / 0.040
LOOKUP = 1 / 0.001
CONTEXT = 1 / 0.120
PROMPT = 1 / 0.140
STORE = 1 / 0.030
PUT = 1 / 0.001
SERIALISE = 1 / 0.020
FIRST_TOKEN = (math.log(0.900), 0.56)
BATCH = (math.log(1.645), 0.63)


class Bucket:
    """A token bucket that is refilled by the time that has passed; it is asked, nothing ticks."""

    def __init__(self, env, per_minute):
        self.env = env
        self.speed = per_minute / 60
        self.level = float(BURST)
        self.updated = 0.0

    def admits(self):
        """Takes a token, or answers 429; a refused attempt costs nothing."""
        now = self.env.now
        self.level = min(BURST, self.level + (now - self.updated) * self.speed)
        self.updated = now
        if self.level + 1e-6 < 1:
            return False
        self.level -= 1
        return True


class Tally:
    """What the requests that arrive after the warm-up meet."""

    def __init__(self):
        self.times = []
        self.offered = 0
        self.timed_out = 0
        self.failed = 0
        self.calls = 0
        self.attempts = 0
        self.refused = 0
        self.backoff = 0.0


class Request:
    """Whether a request has ended, and whether its caller was told 504 before."""

    __slots__ = ("ended", "abandoned", "backoff")

    def __init__(self):
        self.ended = False
        self.abandoned = False
        self.backoff = 0.0


class Site:
    """The platform: workers with their slots and pools, cores, database, provider account."""

    def __init__(self, env, per_minute, warmup):
        self.env = env
        self.warmup = warmup
        self.tally = Tally()
        self.made = 0
        self.slots = [simpy.Resource(env, SLOTS) for _ in range(WORKERS)]
        self.pools = [simpy.Resource(env, POOL) for _ in range(WORKERS)]
        self.cores = [simpy.Resource(env, 1) for _ in range(INSTANCES)]
        self.connected = 0  # connections in use; who finds none is refused, so that nobody waits
        self.database = simpy.Resource(env, DATABASE_CORES)
        self.account = Bucket(env, per_minute)

    def arrivals(self, duration):
        draw = random.expovariate
        env = self.env
        while True:
            yield env.timeout(draw(RATE))
            if env.now >= duration:
                return
            env.process(self.request(self.made % WORKERS))
            self.made += 1

    def request(self, worker):
        """A request from its arrival to its answer; the worker was chosen in turn."""
        env = self.env
        began = env.now
        tally = self.tally
        measured = began >= self.warmup
        tally.offered += measured
        me = Request()
        timer = env.timeout(TIMEOUT)
        timer.callbacks.append(lambda _: self.abandon(me, measured))

        with self.slots[worker].request() as slot:
            if not slot.triggered:
                yield slot | timer
                if not slot.triggered:
                    return  # Nobody waits for the answer any more, and no worker has begun with it.
            failed = yield from self.steps(worker, me, measured)

        me.ended = True
        if me.abandoned or not measured:
            return
        if failed:
            tally.failed += 1
        else:
            tally.times.append(env.now - began)
            tally.backoff += me.backoff

    def abandon(self, request, measured):
        """The caller is told 504; the work goes on."""
        if not request.ended:
            request.abandoned = True
            self.tally.timed_out += measured

    def steps(self, worker, me, measured):
        """What a worker does for a request; true when it fails."""
        env = self.env
        draw = random.expovariate
        core = self.cores[worker // (WORKERS // INSTANCES)]

        yield env.timeout(EDGE)
        with core.request() as turn:
            if not turn.triggered:
                yield turn
            yield env.timeout(draw(AUTH))
        yield env.timeout(draw(LOOKUP))
        if random.random() >= HIT:
            if (yield from self.query(worker, CONTEXT)):
                return True
            with core.request() as turn:
                if not turn.triggered:
                    yield turn
                yield env.timeout(draw(PROMPT))
            if (yield from self.call(me, measured)):
                return True
            for _ in range(4):
                yield env.timeout(random.lognormvariate(*BATCH))
            if (yield from self.query(worker, STORE)):
                return True
            yield env.timeout(draw(PUT))
        with core.request() as turn:
            if not turn.triggered:
                yield turn
            yield env.timeout(draw(SERIALISE))
        yield env.timeout(EDGE)
        return False

    def query(self, worker, rate):
        """A statement on a connection of the worker's pool; true when there is none in time."""
        env = self.env
        with self.pools[worker].request() as place:
            if not place.triggered:
                yield place | env.timeout(POOL_PATIENCE)
                if not place.triggered:
                    return True
            if self.connected >= CONNECTIONS:
                return True
            self.connected += 1
            with self.database.request() as core:
                if not core.triggered:
                    yield core
                yield env.timeout(random.expovariate(rate))
            self.connected -= 1
        return False

    def call(self, me, measured):
        """A model call up to its first token; true when every attempt was refused."""
        env = self.env
        tally = self.tally
        tally.calls += measured
        attempt = 1
        while True:
            tally.attempts += measured
            if self.account.admits():
                yield env.timeout(random.lognormvariate(*FIRST_TOKEN))
                return False
            tally.refused += measured
            if attempt == ATTEMPTS:
                return True
            delay = min(BASE * 2 ** (attempt - 1), CAP) * (1 - JITTER * random.random())
            me.backoff += delay
            yield env.timeout(delay)
            attempt += 1


def main():
    chosen = options(duration=8640.0, warmup=600.0, seed=1, limit=300.0)
    random.seed(chosen.seed)
    env = simpy.Environment()
    site = Site(env, chosen.limit, chosen.warmup)
    env.process(site.arrivals(chosen.duration))
    begin = time.process_time()
    env.run()
    seconds = time.process_time() - begin
    tally = site.tally
    report(
        "request",
        "request",
        site.made,
        seconds,
        tally.times,
        offered=tally.offered,
        failed=tally.failed,
        timed_out=tally.timed_out,
        refused_share=tally.refused / max(tally.attempts, 1),
        refusals_per_call=tally.refused / max(tally.calls, 1),
        backoff=tally.backoff / max(len(tally.times), 1),
        # Events are numbered as they are scheduled; SimPy tells the number to nobody.
        events_per_unit=next(env._eid) / site.made,
    )


if __name__ == "__main__":
    main()
