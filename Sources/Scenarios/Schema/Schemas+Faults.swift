import Quantities

/// A fault as the file writes it: a time, a kind with its part, and what the kind needs to know.
struct FaultForm: Sendable {
  var at = SimInterval.zero
  var span: SimInterval?
  /// The keys that say what goes wrong, of which there must be one, with the part that each names.
  var kinds: [(key: String, part: String)] = []
  var surge = 1.0
  var factor: Double?
  var errors: Fraction?
  var to: Int?
  var answers: Fault.Answers?
  var instances: Int?
  var extra: Int?
  var keeps: Fraction?
  var unavailable: Int?
}

/// A kind of fault: its key, what it may hit, what it needs to know, and how it is made.
///
/// A further kind is a case of `Fault.Kind` and an entry of `FaultRule.all`; the compiler and the
/// replication then each have a switch that asks for it.
struct FaultRule: Sendable {
  let key: String
  let doc: String
  let parts: [Catalog]
  /// Keys that must stand beside it, and keys that may.
  var needs: [String] = []
  var allows: [String] = []
  /// Whether it happens at a moment and takes the time that it takes.
  var isMoment = false
  let make: @Sendable (_ part: String, FaultForm) -> Fault.Kind

  /// Every kind that hits a part by name.
  static let all = [
    FaultRule(
      key: "slow",
      doc: "A part that serves everything factor times as slowly.",
      parts: [.station, .service, .database, .provider],
      needs: ["factor"]
    ) { .slow(part: $0, factor: $1.factor ?? 1) },
    FaultRule(
      key: "outage",
      doc: "A provider that fails every call.",
      parts: [.provider],
      allows: ["answers"]
    ) { .outage(provider: $0, answers: $1.answers ?? .error) },
    FaultRule(
      key: "brown_out",
      doc: "A provider that answers factor times as slowly and fails some calls.",
      parts: [.provider],
      needs: ["errors"],
      allows: ["factor"]
    ) { .brownOut(provider: $0, factor: $1.factor ?? 1, errors: $1.errors ?? .zero) },
    FaultRule(
      key: "shrink",
      doc: "A station, or the cores of a database, with only so many servers.",
      parts: [.station, .database],
      needs: ["to"]
    ) { .shrink(part: $0, to: $1.to ?? 0) },
    FaultRule(
      key: "crash",
      doc: "A service some of whose instances crash; they boot again when the fault is over.",
      parts: [.service],
      allows: ["instances"]
    ) { .crash(service: $0, instances: $1.instances ?? 1) },
    FaultRule(
      key: "deploy",
      doc: "A service that gets a new version, instance by instance.",
      parts: [.service],
      allows: ["extra", "unavailable"],
      isMoment: true
    ) {
      let extra = $1.extra ?? ($1.unavailable == nil ? 1 : 0)
      return .deploy(service: $0, surge: extra, unavailable: $1.unavailable ?? 0)
    },
    FaultRule(
      key: "failover",
      doc: "A database without a primary for a while; then all its connections log in again.",
      parts: [.database],
      allows: ["answers"]
    ) { .failover(database: $0, answers: $1.answers ?? .error) },
    FaultRule(
      key: "limit_cut",
      doc: "A provider that admits only a share of what its limits say.",
      parts: [.provider],
      needs: ["keeps"]
    ) { .limitCut(provider: $0, to: $1.keeps ?? .one) },
    FaultRule(
      key: "flush",
      doc: "A cache that forgets everything; its hit ratio comes back in a straight line.",
      parts: [.cache]
    ) { part, _ in .flush(cache: part) },
  ]

  /// The key that multiplies the load; it names no part.
  static let surge = "surge"

  /// Every key that says what goes wrong.
  static let keys = all.map(\.key) + [surge]
}

extension Schemas {
  /// A fault.
  static let fault = RecordSchema(
    "fault",
    "Something that goes wrong during a test: exactly one kind, from when and for how long.",
    FaultForm(),
    [
      Field("at", \.at, .duration, "When it begins, from the start of the test.", required: true),
      Field(optional: "for", \.span, .positiveDuration, "How long it lasts; not for a deploy."),
    ] + FaultRule.all.map(kind) + [
      Field(
        outline: FieldOutline(
          key: FaultRule.surge,
          shape: .fractionOrMore,
          doc: "The load of the test, multiplied: 300%."
        ),
        read: { node, form, diagnosis in
          guard let value = Kind<Double>.multiple.read(node, diagnosis) else { return }
          form.kinds.append((FaultRule.surge, ""))
          form.surge = value
        },
        defaultText: { _ in nil }
      ),
      Field(optional: "factor", \.factor, .positive, "How many times as slow it is."),
      Field(optional: "errors", \.errors, .fraction, "The share of calls that fail."),
      Field(optional: "keeps", \.keeps, .fraction, "The share of its limits that is left."),
      Field(optional: "to", \.to, .count, "How many servers are left."),
      Field(
        optional: "instances",
        \.instances,
        .positive,
        "How many instances crash: 1 unless said."
      ),
      Field(
        optional: "extra",
        \.extra,
        .count,
        "Instances beyond the usual while a version is deployed: 1 unless some may be unavailable."
      ),
      Field(
        optional: "unavailable",
        \.unavailable,
        .count,
        "Instances that may be missing while a version is deployed."
      ),
      Field(optional: "answers", \.answers, .choice, "What callers hear in an outage."),
    ]
  )

  private static func kind(_ rule: FaultRule) -> Field<FaultForm> {
    let part = Kind.reference(rule.parts)
    return Field(
      outline: FieldOutline(key: rule.key, shape: part.shape, doc: rule.doc),
      read: { node, form, diagnosis in
        guard let name = part.read(node, diagnosis) else { return }
        form.kinds.append((rule.key, name))
      },
      defaultText: { _ in nil }
    )
  }
}

extension Kind where Value == Double {
  /// A share that may pass one: 300%.
  static var multiple: Kind {
    Kind.scalar(.fractionOrMore) { text throws(Scalars.Refusal) in try Units.multiple(text) }
  }
}

extension Kind where Value == Fault {
  /// A fault of exactly one kind, with what that kind needs.
  static var fault: Kind {
    Kind<FaultForm>.record(Schemas.fault).map { form, node, diagnosis in
      guard form.kinds.count == 1, let kind = form.kinds.first else {
        diagnosis.report(
          .testForm,
          at: node.place,
          "\(diagnosis.whereInWords) must be exactly one kind of fault, not \(form.kinds.count)",
          help: "one of \(Spelling.list(FaultRule.keys))"
        )
        return nil
      }
      let rule = FaultRule.all.first { $0.key == kind.key }
      let isMoment = rule?.isMoment ?? false
      let needs = (isMoment ? [] : ["for"]) + (rule?.needs ?? [])
      guard agrees(node, kind.key, needs: needs, allows: rule?.allows ?? [], diagnosis) else {
        return nil
      }
      let made = rule?.make(kind.part, form) ?? .surge(factor: form.surge)
      if case .deploy(_, 0, 0) = made {
        diagnosis.report(
          .outOfRange,
          at: node.place,
          "\(diagnosis.whereInWords) can never begin: no instance may be added or missing",
          help: "extra: 1, or unavailable: 1"
        )
        return nil
      }
      return Fault(at: form.at, lasting: form.span ?? .zero, made)
    }
  }

  /// Whether all that a kind needs stands beside it, and nothing that means nothing to it.
  private static func agrees(
    _ node: Located,
    _ key: String,
    needs: [String],
    allows: [String],
    _ diagnosis: Diagnosis
  ) -> Bool {
    var agrees = true
    for need in needs where node[need] == nil {
      agrees = false
      let message = "\(diagnosis.whereInWords) has no \"\(need)\", which \(key) needs"
      diagnosis.report(.missingKey, at: node.place, message)
    }
    let known = ["at", key] + needs + allows
    for entry in node.entries where !known.contains(entry.key) {
      agrees = false
      let message = "\"\(entry.key)\" means nothing to the fault \(key)"
      let help = "beside \(key): \(Spelling.list(known.filter { $0 != key }))"
      diagnosis.report(.testForm, at: entry.place, message, help: help)
    }
    return agrees
  }
}
