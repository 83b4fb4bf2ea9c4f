// What the C++ programs share: fast random numbers, a histogram, a clock and their options.
//
// Everything is done in the fast way that is known: the comparison is with a strong program.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

// xoshiro256++ by Blackman and Vigna (2019), seeded by splitmix64 as its authors advise.
class Xoshiro {
 public:
  explicit Xoshiro(std::uint64_t seed) {
    for (auto& word : state) {
      seed += 0x9e3779b97f4a7c15;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(state[0] + state[3], 23) + state[0];
    const std::uint64_t t = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotate(state[3], 45);
    return result;
  }

  // Uniform in [0, 1).
  static double unit(std::uint64_t word) { return static_cast<double>(word >> 11) * 0x1p-53; }

 private:
  static std::uint64_t rotate(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::uint64_t state[4];
};

// Exponential numbers with mean 1 by a ziggurat of 256 layers (Marsaglia, Tsang, 2000): one look-up
// in 98.9 % of the draws, no logarithm.
class Exponential {
 public:
  explicit Exponential(std::uint64_t seed) : random(seed) {
    x[0] = area / std::exp(-tail);
    y[0] = 0;
    x[1] = tail;
    y[1] = std::exp(-tail);
    for (int i = 2; i < 256; ++i) {
      y[i] = y[i - 1] + area / x[i - 1];
      x[i] = -std::log(y[i]);
    }
    x[256] = 0;
    y[256] = 1;
  }

  double operator()() {
    double offset = 0;
    for (;;) {
      const std::uint64_t word = random.next();
      const int layer = static_cast<int>(word & 255);
      const double value = Xoshiro::unit(word) * x[layer];
      if (value < x[layer + 1]) return offset + value;
      if (layer == 0) {
        offset += tail;  // The tail is the same law again, further out.
        continue;
      }
      const double height = y[layer] + Xoshiro::unit(random.next()) * (y[layer + 1] - y[layer]);
      if (height < std::exp(-value)) return offset + value;
    }
  }

 private:
  static constexpr double tail = 7.697117470131050077;
  static constexpr double area = 0.0039496598225815571993;
  Xoshiro random;
  double x[257];
  double y[257];
};

// Log-linear counters, 512 to a power of two: the top bits of a double are the number of its bucket.
class Histogram {
 public:
  Histogram() : counts((highest - lowest) << 9) {}

  void record(double value) {
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    std::int64_t bucket = static_cast<std::int64_t>(bits >> 43) - (lowest << 9);
    const auto last = static_cast<std::int64_t>(counts.size()) - 1;
    bucket = bucket < 0 ? 0 : bucket > last ? last : bucket;
    ++counts[static_cast<std::size_t>(bucket)];
  }

  // The middle of the bucket that holds a quantile.
  double quantile(double q) const {
    std::uint64_t all = 0;
    for (const auto count : counts) all += count;
    const double rank = q * static_cast<double>(all);
    std::uint64_t below = 0;
    std::size_t bucket = 0;
    while (bucket + 1 < counts.size() && static_cast<double>(below + counts[bucket]) < rank) {
      below += counts[bucket];
      ++bucket;
    }
    const std::uint64_t bits = ((bucket + (lowest << 9)) << 43) + (std::uint64_t{1} << 42);
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }

 private:
  // Exponents of 2 with the bias of a double: from a billionth to a billion.
  static constexpr std::int64_t lowest = 1023 - 30;
  static constexpr std::int64_t highest = 1023 + 30;
  std::vector<std::uint64_t> counts;
};

// A pending event, 16 bytes: ordered by time, equal times by the word. Times that are not negative
// are ordered as the numbers that their bits are: so both are compared as one, without a branch.
struct Event {
  double time;
  std::uint64_t word;

  bool operator>(const Event& other) const { return key() > other.key(); }

 private:
  __extension__ using Key = unsigned __int128;
  Key key() const {
    std::uint64_t bits;
    std::memcpy(&bits, &time, sizeof bits);
    return static_cast<Key>(bits) << 64 | word;
  }
};

// CPU seconds that this process has used.
inline double cpuSeconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// The whole number after an option such as --seed; ends the program when it is missing or none.
inline std::uint64_t option(int count, char** words, const char* name, std::uint64_t otherwise) {
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], name) != 0) continue;
    char* end = nullptr;
    const std::uint64_t value = i + 1 < count ? std::strtoull(words[i + 1], &end, 10) : 0;
    if (end != nullptr && *end == 0 && value > 0) return value;
    std::fprintf(stderr, "%s needs a whole number above zero\n", name);
    std::exit(64);
  }
  return otherwise;
}
