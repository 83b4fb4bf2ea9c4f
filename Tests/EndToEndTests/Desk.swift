/// A queue with one server, at half its capacity, for ten minutes.
func desk(_ line: String = "", for key: String = "") -> String {
  let lines = [
    ("servers", "  desk: {servers: 1}"),
    ("step", "      - serve: {at: desk, time: {exponential: 500ms}}"),
    ("rate", "    arrivals: {ask: 1/s}"),
    ("duration", "    duration: 10min"),
    ("warm", "    warm_up: 1min"),
    ("end", "experiment: {seed: 1, replications: 4}"),
  ].map { $0.0 == key ? line : $0.1 }
  return """
    headroom: 1
    stations:
    \(lines[0])
    endpoints:
      ask:
        steps:
    \(lines[1])
    tests:
      normal:
    \(lines[2])
    \(lines[3])
    \(lines[4])
    \(lines[5])

    """
}
