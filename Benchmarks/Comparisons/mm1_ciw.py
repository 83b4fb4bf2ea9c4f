"""M/M/1 at load 0.9 in Ciw.

    mm1_ciw.py [--customers N] [--seed S]

Ciw keeps a record of every visit by itself; taking the times out of the records is not in the CPU time.
"""

import time

import ciw

from reference import options, report


def main():
    chosen = options(customers=100_000, seed=1)
    ciw.seed(chosen.seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=0.9)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[1],
    )
    simulation = ciw.Simulation(network)
    begin = time.process_time()
    simulation.simulate_until_max_customers(chosen.customers, method="Finish")
    seconds = time.process_time() - begin
    records = sorted(simulation.get_all_records(), key=lambda record: record.exit_date)
    times = [record.exit_date - record.arrival_date for record in records]
    report("mm1", "customer", len(times), seconds, times)


if __name__ == "__main__":
    main()
