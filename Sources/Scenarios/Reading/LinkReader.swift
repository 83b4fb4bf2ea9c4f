/// Reads which driver follows which, and refuses what cannot be followed.
struct LinkReader {
  let form: GrowthForm
  let node: Located
  let diagnosis: Diagnosis

  /// The links, leaders before followers.
  func links() -> [(driver: Growth.Driver, link: Growth.Link)] {
    var open: [(driver: Growth.Driver, link: Growth.Link)] = []
    for (key, form) in form.links {
      guard let driver = Growth.Driver(rawValue: key), let from = Growth.Driver(rawValue: form.from)
      else { continue }
      let link = Growth.Link(from: from, ratio: form.ratio, p10: form.p10, p90: form.p90)
      if let problem = problem(of: link, for: driver) {
        let place = node["links"]?[key]?.place ?? node.place
        diagnosis.report(.notAllowed, at: place, problem.message, help: problem.help)
      } else {
        open.append((driver, link))
      }
    }
    return ordered(open)
  }

  private func problem(
    of link: Growth.Link,
    for driver: Growth.Driver
  ) -> (message: String, help: String)? {
    let hasHistory = Set(form.series.map(\.key))
    let follower = driver.rawValue
    if link.ratio == nil {
      let lacking = [follower, link.from.rawValue].filter { !hasHistory.contains($0) }
      if !lacking.isEmpty {
        return (
          "\(follower) follows \(link.from.rawValue) without a ratio, and "
            + "\(lacking.joined(separator: " and ")) has no history to fit one from",
          "give a ratio, or a series of both"
        )
      }
      if link.p10 != nil || link.p90 != nil {
        return ("p10 and p90 of a ratio that is not given", "give the ratio, or leave them out")
      }
    } else if let ratio = link.ratio, link.p10 ?? ratio > ratio || link.p90 ?? ratio < ratio {
      return ("the ratio \(ratio) does not lie between its p10 and its p90", "p10 ≤ ratio ≤ p90")
    }
    return nil
  }

  /// Leaders first; a driver that leads back to itself is reported.
  private func ordered(
    _ open: [(driver: Growth.Driver, link: Growth.Link)]
  ) -> [(driver: Growth.Driver, link: Growth.Link)] {
    var rest = open
    var done: [(driver: Growth.Driver, link: Growth.Link)] = []
    let series = Set(form.series.compactMap { Growth.Driver(rawValue: $0.key) })
    while !rest.isEmpty {
      let followers = Set(rest.map(\.driver))
      let next = rest.firstIndex { !followers.contains($0.link.from) }
      guard let next else {
        report(rest[0].driver, "\(rest[0].driver.rawValue) follows itself")
        return done
      }
      let item = rest.remove(at: next)
      if series.contains(item.link.from) || done.contains(where: { $0.driver == item.link.from }) {
        done.append(item)
      } else {
        let leader = item.link.from.rawValue
        report(item.driver, "\(item.driver.rawValue) follows \(leader), which has no history")
      }
    }
    return done
  }

  private func report(_ driver: Growth.Driver, _ message: String) {
    let place = node["links"]?[driver.rawValue]?.place ?? node.place
    diagnosis.report(.notAllowed, at: place, message, help: "let it follow a driver with a series")
  }
}
