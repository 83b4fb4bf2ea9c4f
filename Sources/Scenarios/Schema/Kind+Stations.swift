import Quantities

extension Station {
  /// The pause of its servers, if it is that which keeps them away.
  var pause: Law? {
    get { if case .pause(let time)? = resting { time } else { nil } }
    set { resting = newValue.map { .pause($0) } ?? resting }
  }

  /// The cold start of its servers, if it is that which keeps them away.
  var coldStart: Law? {
    get { if case .coldStart(let time)? = resting { time } else { nil } }
    set { resting = newValue.map { .coldStart($0) } ?? resting }
  }
}

extension Kind where Value == Scheduling {
  /// What cores can do: whoever runs on one is not interrupted for another request.
  static var scheduling: Kind {
    Kind(
      shape: .choice(Scheduling.allCases.filter { $0 != .preemptive }.map(\.rawValue)),
      read: { node, diagnosis in
        guard let chosen = Kind.choice.read(node, diagnosis) else { return nil }
        guard chosen == .preemptive else { return chosen }
        diagnosis.report(
          .notAllowed,
          at: node.place,
          "\(diagnosis.whereInWords): only stations interrupt those whom they serve",
          help: "allowed: fifo, processor_sharing, priority"
        )
        return nil
      },
      show: Kind.choice.show
    )
  }
}

extension Kind where Value == Station {
  /// A station whose servers have rules that agree with each other.
  static var station: Kind {
    let record = Kind.record(Schemas.station)
    return record.refined(record.shape) { station, node, diagnosis in
      if node["pause"] != nil, let start = node["cold_start"] {
        diagnosis.report(
          .notAllowed,
          at: start.place,
          "\(diagnosis.whereInWords) has both a pause and a cold_start",
          help: "servers that pause come back by themselves; keep one of the two"
        )
      }
      for key in ["pause", "cold_start"] {
        guard let place = node[key]?.place, let time = station.pause ?? station.coldStart else {
          continue
        }
        guard time.meanValue <= 0 else { continue }
        diagnosis.report(
          .outOfRange,
          at: place,
          "\(diagnosis.whereInWords): \(key) takes no time",
          help: "leave it out for servers that are always there"
        )
      }
      checkSharing(station, node, diagnosis)
      return station
    }
  }

  /// Who shares a server, or is served at once, waits in no line.
  private static func checkSharing(_ station: Station, _ node: Located, _ diagnosis: Diagnosis) {
    guard station.scheduling == .processor_sharing || station.scheduling == .preemptive else {
      return
    }
    for key in ["patience", "pause", "cold_start"] {
      guard let place = node[key]?.place else { continue }
      diagnosis.report(
        .notAllowed,
        at: place,
        "\(key) of \(diagnosis.whereInWords) needs a line in which requests wait for a server",
        help: "use scheduling: fifo or priority"
      )
    }
  }
}
