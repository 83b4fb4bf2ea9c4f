import Quantities

/// An uncertain input as the file writes it.
struct UncertainForm: Sendable {
  var path = ""
  var p10 = ""
  var p90 = ""
}

extension Schemas {
  /// A number that nobody knows exactly.
  static let uncertain = RecordSchema(
    "uncertain_input",
    "A number that nobody knows exactly, log-normal between its P10 and its P90.",
    UncertainForm(),
    [
      Field("p10", \.p10, .text, "One in ten worlds has less: 5ms.", required: true),
      Field("p90", \.p90, .text, "One in ten worlds has more, in the same unit.", required: true),
    ]
  )
}

extension Kind where Value == [UncertainInput] {
  /// Uncertain inputs by the paths of their numbers.
  static var uncertain: Kind {
    Kind<[UncertainForm]>.named(.record(Schemas.uncertain), \.path).map { forms, node, diagnosis in
      forms.compactMap { form in
        let record = node[form.path] ?? node
        func read(_ text: String, _ key: String) -> ScenarioInput? {
          guard !text.isEmpty else { return nil }
          if let input = ScenarioInput.reading(text, at: form.path) { return input }
          diagnosis.report(
            .wrongType,
            at: record[key]?.place ?? record.place,
            "\(key) of \(form.path.escapedForTerminal(limit: 80)) must be a number above 0 with its unit",
            help: "as the scenario writes it: 20ms, 4, 12/s"
          )
          return nil
        }
        guard let low = read(form.p10, "p10"), let high = read(form.p90, "p90") else { return nil }
        guard low.unit == high.unit, low.number < high.number else {
          let reason = low.unit == high.unit ? "p10 is not below p90" : "p10 and p90 differ in unit"
          diagnosis.report(
            .outOfRange,
            at: record["p90"]?.place ?? record.place,
            "\(form.path.escapedForTerminal(limit: 80)): \(reason)",
            help: "p10: \(form.p10.escapedForTerminal(limit: 20)) is the lower end"
          )
          return nil
        }
        return UncertainInput(path: form.path, p10: low, p90: high)
      }
    }
  }
}
