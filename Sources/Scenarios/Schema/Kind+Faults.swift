import Quantities

extension TestBuilder {
  /// Takes the faults over and checks that they agree with the test.
  func setFaults(_ test: inout LoadTest) {
    test.faults = form.faults
    guard form.faults.count == node["faults"]?.elements.count ?? 0 else { return }
    for (index, fault) in form.faults.enumerated() {
      let place = node["faults"]?.elements[safe: index]?.place ?? node.place
      if case .surge = fault.kind, test.driver == .trace {
        diagnosis.report(
          .testForm,
          at: place,
          "the load of a trace is what the trace says: it has no surge",
          help: "a surge belongs to a test with load, arrivals or users"
        )
      }
      guard fault.at >= test.duration, test.driver != .trace else { continue }
      diagnosis.report(
        .testForm,
        at: place,
        "a fault at \(Written.duration(fault.at)) comes after a test of "
          + Written.duration(test.duration),
        help: "at is counted from the start of the test"
      )
    }
  }
}
