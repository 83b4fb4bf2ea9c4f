// M/M/1 at load 0.9 in plain C++: what an event loop written for one model costs.
//
//   mm1 [--customers N] [--seed S]
//
// A binary heap from the standard library with entries of 16 bytes, a deque as the line, two events for
// each customer, and every customer's time in the system in a sum and a histogram.

#include <deque>
#include <queue>

#include "reference.hpp"

namespace {

// The word of an event holds the order of scheduling above one bit for the kind.
enum Kind : std::uint64_t { arrival = 0, departure = 1 };

constexpr double load = 0.9;
constexpr int batches = 32;

}  // namespace

int main(int count, char** words) {
  const std::uint64_t customers = option(count, words, "--customers", 10'000'000);
  Exponential exponential(option(count, words, "--seed", 1));
  Histogram histogram;
  std::priority_queue<Event, std::vector<Event>, std::greater<Event>> events;
  std::deque<double> line;  // When those in the system arrived; the first one is served.
  std::uint64_t present = 0;
  std::uint64_t order = 0;
  std::uint64_t served = 0;
  double means[batches];
  double sum = 0;

  const double begin = cpuSeconds();
  const auto schedule = [&](double time, Kind kind) { events.push({time, order++ << 1 | kind}); };
  schedule(exponential() / load, arrival);
  for (int batch = 0; batch < batches; ++batch) {
    const std::uint64_t first = served;
    const std::uint64_t end = customers * static_cast<std::uint64_t>(batch + 1) / batches;
    double part = 0;
    while (served < end) {
      const Event event = events.top();
      events.pop();
      if ((event.word & 1) == arrival) {
        line.push_back(event.time);
        if (present++ == 0) schedule(event.time + exponential(), departure);
        schedule(event.time + exponential() / load, arrival);
      } else {
        const double time = event.time - line.front();
        line.pop_front();
        part += time;
        histogram.record(time);
        ++served;
        if (--present > 0) schedule(event.time + exponential(), departure);
      }
    }
    means[batch] = served > first ? part / static_cast<double>(served - first) : 0;
    sum += part;
  }
  const double seconds = cpuSeconds() - begin;

  const double all = static_cast<double>(customers);
  const double mean = sum / all;
  double squares = 0;
  for (const double each : means) squares += (each - mean) * (each - mean);
  std::printf(
      "{\"name\": \"mm1\", \"unit\": \"customer\", \"units\": %llu, \"customers\": %llu, "
      "\"cpu_s\": %.6f, \"ns_per_unit\": %.3f, \"mean\": %.6f, \"std_error\": %.6f, "
      "\"p99\": %.4f}\n",
      static_cast<unsigned long long>(customers), static_cast<unsigned long long>(customers), seconds,
      seconds / all * 1e9, mean, std::sqrt(squares / (batches * (batches - 1.0))),
      histogram.quantile(0.99));
}
