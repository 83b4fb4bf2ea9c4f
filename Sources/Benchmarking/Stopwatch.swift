#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Two clocks that run from its making: the processor time of the process, and the time of day.
struct Stopwatch {
  private let processor = Stopwatch.processorSeconds
  private let start = ContinuousClock.now

  /// Seconds on a processor, of all threads together, and seconds on the wall.
  var elapsed: (cpu: Double, wall: Double) {
    let wall = start.duration(to: .now) / .seconds(1)
    return (Stopwatch.processorSeconds - processor, wall)
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The most memory that the process has had resident since it began, in bytes.
  static var peakResidentBytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      // On Linux the name is an enumeration, the parameter a number, and the answer in KiB.
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #endif
  }
}

/// Processors that the machine has online, at least one.
func onlineProcessors() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
