import Quantities

/// `bursts` as the file writes them: a coefficient of variation, or a time on and a time off.
struct BurstsForm: Sendable {
  var cv: Double?
  var on: SimInterval?
  var off: SimInterval?
}

/// A class of clients as the file writes it.
struct ClientClassForm: Sendable {
  var arrivals: [(key: String, value: Rate)] = []
  var spacing = LoadTest.Spacing.poisson
  var bursts: Bursts?
  var batch = 1
}

extension Schemas {
  /// How arrivals clump.
  static let bursts = RecordSchema(
    "bursts",
    "How arrivals clump: by the variation of their gaps, or by a source that goes on and off.",
    BurstsForm(),
    [
      Field(optional: "cv", \.cv, .number(0.01...100), "Variation of gamma gaps; 1 is Poisson."),
      Field(optional: "on", \.on, .positiveDuration, "How long the source is on, on average."),
      Field(optional: "off", \.off, .positiveDuration, "How long it is off, on average."),
    ]
  )

  /// A class of clients.
  static let clientClass = RecordSchema(
    "client_class",
    "Callers of one kind, beside the other load of a test.",
    ClientClassForm(),
    [
      Field("arrivals", \.arrivals, .map(of: .rate), "Their requests by endpoint.", required: true),
      Field("spacing", \.spacing, .choice, "How arrivals are spaced."),
      Field(optional: "bursts", \.bursts, .bursts, "How arrivals clump, in place of spacing."),
      Field("batch", \.batch, .integer(1...1_000_000), "Requests that come at once."),
    ]
  )

  /// A herd.
  static let herd = RecordSchema(
    "herd",
    "Many requests that come together, once or every so often.",
    Herd(),
    [
      Field("endpoint", \.endpoint, .reference(.endpoint), "The endpoint.", required: true),
      Field("size", \.size, .positive, "How many come.", required: true),
      Field("at", \.at, .duration, "When the first herd comes, from the start."),
      Field(
        optional: "every",
        \.every,
        .positiveDuration,
        "The time between herds; one if absent."
      ),
      Field("within", \.within, .duration, "The time over which they come, evenly."),
    ]
  )
}

extension Kind where Value == Bursts {
  /// One of the two forms.
  static var bursts: Kind {
    Kind<BurstsForm>.record(Schemas.bursts).map { form, node, diagnosis in
      switch (form.cv, form.on, form.off) {
      case (let cv?, nil, nil): return .gamma(cv: cv)
      case (nil, let on?, let off?): return .onOff(on: on, off: off)
      default:
        diagnosis.report(
          .testForm,
          at: node.place,
          "\(diagnosis.whereInWords) has either a cv, or on and off",
          help: "write {cv: 3} or {on: 10s, off: 50s}"
        )
        return nil
      }
    }
  }
}

extension Kind where Value == [ClientClass] {
  /// Classes by name.
  static var clientClasses: Kind {
    let record = Kind<ClientClassForm>.record(Schemas.clientClass)
    return Kind<[(key: String, value: ClientClassForm)]>.map(of: record).map {
      pairs,
      node,
      diagnosis in
      pairs.map { name, form in
        var made = ClientClass()
        made.name = name
        made.rates = form.arrivals.map { ($0.key, $0.value) }
        made.spacing = form.spacing
        made.bursts = form.bursts
        made.batch = form.batch
        for entry in node[name]?["arrivals"]?.entries ?? [] {
          let endpoint = Located(content: .scalar(entry.key, plain: false), place: entry.place)
          _ = Kind<String>.reference(.endpoint).read(endpoint, diagnosis)
        }
        return made
      }
    }
  }
}
