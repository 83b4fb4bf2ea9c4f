// The hold model in plain C++: take the earliest event, put it back an exponential time later.
//
//   hold [--pending N] [--holds N] [--seed S]
//
// The standard measure of an event list (Jones, "An empirical comparison of priority-queue and
// event-set implementations", CACM 29(4), 1986): a binary heap from the standard library, entries of
// 16 bytes, and a check that no event is earlier than the one before.

#include <queue>

#include "reference.hpp"

int main(int count, char** words) {
  const std::uint64_t pending = option(count, words, "--pending", 10'000);
  const std::uint64_t holds = option(count, words, "--holds", 2'000'000);
  Exponential exponential(option(count, words, "--seed", 1));
  std::vector<Event> memory;
  memory.reserve(pending + 1);
  std::priority_queue<Event, std::vector<Event>, std::greater<Event>> events({}, std::move(memory));
  std::uint64_t order = 0;
  while (order < pending) events.push({exponential(), order++});

  double now = 0;
  std::uint64_t disordered = 0;
  const auto run = [&](std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      const Event event = events.top();
      events.pop();
      disordered += event.time < now;
      now = event.time;
      events.push({now + exponential(), order++});
    }
  };
  // Every pending event is taken about once before the clock starts, and a small set often enough.
  run(pending > 100'000 ? pending : 100'000);
  const double before = now;
  const double begin = cpuSeconds();
  run(holds);
  const double seconds = cpuSeconds() - begin;

  if (disordered > 0) {
    std::fprintf(stderr, "%llu events came too early\n",
                 static_cast<unsigned long long>(disordered));
    return 70;
  }
  // The pending events are a Poisson process: a hold takes 1 / pending of time on average.
  const double all = static_cast<double>(holds);
  const double mean = (now - before) * static_cast<double>(pending) / all;
  std::printf(
      "{\"name\": \"hold-%llu\", \"unit\": \"hold\", \"units\": %llu, \"cpu_s\": %.6f, "
      "\"ns_per_unit\": %.3f, \"mean\": %.6f, \"std_error\": %.6f}\n",
      static_cast<unsigned long long>(pending), static_cast<unsigned long long>(holds), seconds,
      seconds / all * 1e9, mean, 1 / std::sqrt(all));
}
