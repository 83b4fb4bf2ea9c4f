"""M/M/1 at load 0.9 in SimPy, in its fastest shape: two processes and a store between them.

    mm1_simpy.py [--customers N] [--seed S]

The shape is that of Cimba's benchmark (github.com/ambonvik/cimba, benchmark/MM1_single.py): one
process puts the times of arrivals into a store, the other takes and serves them. A resource with a
process for each customer takes half as long again.
"""

import random
import time

import simpy

from reference import options, report

LOAD = 0.9


def arrivals(env, line, customers):
    draw = random.expovariate
    for _ in range(customers):
        yield env.timeout(draw(LOAD))
        yield line.put(env.now)


def service(env, line, customers, times):
    draw = random.expovariate
    note = times.append
    for _ in range(customers):
        arrived = yield line.get()
        yield env.timeout(draw(1.0))
        note(env.now - arrived)


def main():
    chosen = options(customers=300_000, seed=1)
    random.seed(chosen.seed)
    env = simpy.Environment()
    line = simpy.Store(env)
    times = []
    env.process(arrivals(env, line, chosen.customers))
    env.process(service(env, line, chosen.customers, times))
    begin = time.process_time()
    env.run()
    seconds = time.process_time() - begin
    report("mm1", "customer", chosen.customers, seconds, times)


if __name__ == "__main__":
    main()
