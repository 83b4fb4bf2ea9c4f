public import Quantities

/// Stations that requests enter from outside, pass between at random, and leave: a Jackson network.
///
/// Each station behaves as if its arrivals were Poisson (Jackson, "Networks of waiting lines",
/// Operations Research 5, 1957). The arrival rates solve λ = γ + λP.
public struct OpenNetwork: Hashable, Sendable {
  /// One station of the network.
  public struct Node: Hashable, Sendable {
    /// How often a request enters from outside here.
    public let externalArrivalRate: Rate
    /// How often one busy server finishes.
    public let serviceRate: Rate
    /// The number of servers.
    public let servers: Int

    /// A station.
    ///
    /// - Precondition: `serviceRate` is above 0; there is at least one server.
    public init(externalArrivalRate: Rate = .zero, serviceRate: Rate, servers: Int = 1) {
      precondition(serviceRate > .zero, "a server finishes now and then")
      precondition(servers > 0, "a station has at least one server")
      self.externalArrivalRate = externalArrivalRate
      self.serviceRate = serviceRate
      self.servers = servers
    }
  }

  /// Each station with all its arrivals, in the order of the nodes.
  public let stations: [MMc]
  /// How often a request enters the network.
  public let arrivalRate: Rate

  /// The network of nodes and routing probabilities; nil when some requests could never leave.
  ///
  /// - Parameters:
  ///   - nodes: The stations.
  ///   - routing: For each node the probabilities to go on to each node; what is missing to 1 leaves.
  /// - Precondition: `routing` is a square of probabilities whose rows add up to at most 1.
  public init?(nodes: [Node], routing: [[Double]]) {
    precondition(routing.count == nodes.count, "every node has a row of routing probabilities")
    for row in routing {
      precondition(row.count == nodes.count, "a row names every node")
      precondition(row.allSatisfy { $0 >= 0 && $0 <= 1 }, "a routing probability lies in 0…1")
      precondition(row.reduce(0, +) <= 1 + 1e-12, "nobody goes two ways at once")
    }
    let external = nodes.map(\.externalArrivalRate.perSecond)
    guard let rates = trafficRates(external: external, routing: routing) else { return nil }
    stations = zip(nodes, rates).map { node, rate in
      MMc(
        arrivalRate: Rate(perSecond: rate),
        serviceRate: node.serviceRate,
        servers: node.servers
      )
    }
    arrivalRate = Rate(perSecond: external.reduce(0, +))
  }

  /// The network whose requests pay each station a known mean number of visits.
  ///
  /// - Precondition: There is a number of visits, not negative, for every node.
  public init(arrivalRate: Rate, visits: [Double], nodes: [Node]) {
    precondition(visits.count == nodes.count, "every node has its number of visits")
    precondition(visits.allSatisfy { $0 >= 0 }, "a number of visits is not negative")
    self.arrivalRate = arrivalRate
    stations = zip(nodes, visits).map { node, number in
      MMc(arrivalRate: arrivalRate * number, serviceRate: node.serviceRate, servers: node.servers)
    }
  }

  /// Whether some station gets more work than it can do.
  public var saturated: Bool { stations.contains { $0.saturated } }

  /// The mean number in the network; nil when saturated.
  public var meanNumberInSystem: Double? {
    stations.reduce(0.0) { sum, station in
      guard let sum, let number = station.meanNumberInSystem else { return nil }
      return sum + number
    }
  }

  /// The mean time from entering to leaving, by Little's law; nil when saturated or nobody enters.
  public var meanResponseTime: SimInterval? {
    guard arrivalRate > .zero, let number = meanNumberInSystem else { return nil }
    return SimInterval(cappedSeconds: number / arrivalRate.perSecond)
  }
}

/// Solves λ = γ + λP by elimination of one node after the other; nil when somebody cannot leave.
///
/// The diagonal is taken as the sum of what leaves a node, so that no two numbers are subtracted
/// (Grassmann, Taksar and Heyman, Operations Research 33, 1985).
private func trafficRates(external: [Double], routing: [[Double]]) -> [Double]? {
  let count = external.count
  var inflow = external
  var paths = routing
  // What goes straight out of the network from each node.
  var out = routing.map { max(0, 1 - $0.reduce(0, +)) }
  for (node, value) in out.enumerated() where value < 1e-14 { out[node] = 0 }
  for last in stride(from: count - 1, through: 0, by: -1) {
    let leaving = paths[last][..<last].reduce(out[last], +)
    guard leaving > 0 || isUnused(last, inflow, paths) else { return nil }
    guard leaving > 0 else { continue }
    for node in 0..<last where paths[node][last] > 0 {
      let share = paths[node][last] / leaving
      for target in 0..<last { paths[node][target] += share * paths[last][target] }
      out[node] += share * out[last]
    }
    for target in 0..<last { inflow[target] += inflow[last] / leaving * paths[last][target] }
  }
  var rates = [Double](repeating: 0, count: count)
  for node in 0..<count {
    var rate = inflow[node]
    for earlier in 0..<node { rate += rates[earlier] * paths[earlier][node] }
    let leaving = paths[node][..<node].reduce(out[node], +)
    rates[node] = leaving > 0 ? rate / leaving : 0
  }
  return rates
}

/// Whether nobody ever comes to a node.
private func isUnused(_ node: Int, _ inflow: [Double], _ paths: [[Double]]) -> Bool {
  inflow[node] == 0 && (0..<node).allSatisfy { paths[$0][node] == 0 }
}
