import Quantities

extension Schemas {
  /// A cap on the speed of change.
  static let scaleCap = RecordSchema(
    "scale_cap",
    "The most that may change within a period; the laxer of the two counts.",
    Autoscale.Cap(),
    [
      Field(optional: "instances", \.instances, .count, "Instances."),
      Field(optional: "share", \.share, .number(0...100), "A share of the instances: 1 doubles."),
      Field("per", \.period, .positiveDuration, "The period."),
    ]
  )

  /// An autoscaler.
  static let autoscale = RecordSchema(
    "autoscale",
    "How a service changes the number of its instances: n × usage / target, rounded up.",
    Autoscale(),
    [
      Field("preset", \.preset, .choice, "Whose rule: it sets tolerance, windows and caps."),
      Field("min", \.least, .integer(1...1_000_000), "The fewest instances."),
      Field("max", \.most, .integer(1...1_000_000), "The most instances.", required: true),
      Field(optional: "cpu", \.cpu, .fraction, "The share of the cores that should be busy."),
      Field(optional: "memory", \.memory, .fraction, "The share of memory that should be used."),
      Field(
        optional: "concurrency",
        \.concurrency,
        .positive,
        "Requests in progress that an instance should have."
      ),
      Field(
        "tolerance",
        \.tolerance,
        .fraction,
        "Usage that near to its target changes nothing.",
        source: "kube-controller-manager: --horizontal-pod-autoscaler-tolerance 0.1"
      ),
      Field(
        "sync",
        \.sync,
        .positiveDuration,
        "How often it decides.",
        source: "kube-controller-manager: --horizontal-pod-autoscaler-sync-period 15s"
      ),
      Field("up_window", \.upWindow, .duration, "The lowest proposal of that long counts."),
      Field(
        "down_window",
        \.downWindow,
        .duration,
        "The highest proposal of that long counts.",
        source: "autoscaling/v2: scaleDown.stabilizationWindowSeconds 300"
      ),
      Field("max_up", \.up, .record(scaleCap), "How fast the number may rise."),
      Field("max_down", \.down, .record(scaleCap), "How fast the number may fall."),
      Field("cool_down", \.coolDown, .duration, "After a change nothing changes for so long."),
    ]
  )
}

extension Kind where Value == Autoscale {
  /// An autoscaler that starts from its preset, has a target, and bounds in order.
  static var autoscale: Kind {
    Kind(shape: .record("autoscale")) { node, diagnosis in
      let isRender = node["preset"]?.text == Autoscale.Preset.render.rawValue
      let start = isRender ? Autoscale.render : Schemas.autoscale.template
      guard let rule = Schemas.autoscale.decode(node, from: start, diagnosis) else { return nil }
      if rule.least > rule.most {
        diagnosis.report(
          .reversed,
          at: node["min"]?.place ?? node.place,
          "\(diagnosis.whereInWords) has a min of \(rule.least) above its max of \(rule.most)",
          help: "min is at most max"
        )
      }
      if rule.cpu == nil, rule.memory == nil, rule.concurrency == nil {
        diagnosis.report(
          .missingKey,
          at: node.place,
          "\(diagnosis.whereInWords) has no target",
          help: "give at least one of cpu, memory, concurrency"
        )
      }
      for (key, target) in [("cpu", rule.cpu), ("memory", rule.memory)] where target == .zero {
        diagnosis.report(
          .outOfRange,
          at: node[key]?.place ?? node.place,
          "\(diagnosis.whereInWords): a target of nothing is never met",
          help: "\(key): 70%"
        )
      }
      for key in ["sync", "down_window"] where isRender && node[key] == nil {
        diagnosis.report(
          .missingKey,
          at: node.place,
          "\(diagnosis.whereInWords) has no \"\(key)\", which Render does not publish",
          help: "\(key): what you have measured or assume"
        )
      }
      return rule
    }
  }
}
