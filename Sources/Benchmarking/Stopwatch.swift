#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Two clocks that run from its making: the processor time of the process and of the programs that it
/// has started and that have ended, and the time of day.
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
    let children = Stopwatch.usage(RUSAGE_CHILDREN)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
      + Stopwatch.seconds(children.ru_utime) + Stopwatch.seconds(children.ru_stime)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  /// The most memory that the process has had resident since it began, in bytes.
  static var peakResidentBytes: Int {
    #if canImport(Darwin)
      usage(RUSAGE_SELF).ru_maxrss
    #else
      // Linux answers in KiB.
      usage(RUSAGE_SELF).ru_maxrss * 1024
    #endif
  }

  #if canImport(Darwin)
    private static func usage(_ who: Int32) -> rusage {
      var usage = rusage()
      getrusage(who, &usage)
      return usage
    }
  #else
    private static func usage(_ who: __rusage_who) -> rusage {
      var usage = rusage()
      // The name is an enumeration, the parameter a number.
      getrusage(__rusage_who_t(who.rawValue), &usage)
      return usage
    }
  #endif
}

/// Processors that the machine has online, at least one.
func onlineProcessors() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
