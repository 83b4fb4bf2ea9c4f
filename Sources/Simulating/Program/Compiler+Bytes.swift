import Kernel
import Quantities
import Scenarios

extension Compiler {
  /// Adds what an instance of a service sends, where that has a limit.
  mutating func compileBandwidth(of service: Service, instances: Int) {
    guard service.bandwidth != nil else { return }
    _ = addGroup(
      .bandwidth,
      service.name,
      label: "\(service.name) bandwidth",
      capacity: .atMost(1),
      queue: .unbounded,
      count: instances,
      counted: service.mostInstances,
      sharing: Sharing(cores: 1)
    )
  }

  /// Adds what an edge sends, where that has a limit.
  mutating func compile(_ edge: Edge) {
    guard edge.bandwidth != nil else { return }
    _ = addGroup(
      .edge,
      edge.name,
      label: "\(edge.name) bandwidth",
      capacity: .atMost(1),
      queue: .unbounded,
      sharing: Sharing(cores: 1)
    )
  }

  /// Asks the edge of an endpoint, if it has one.
  ///
  /// - Returns: The step that goes on elsewhere when the edge answers, −1 for none.
  mutating func emitEdge(_ endpoint: Endpoint) -> Int {
    guard let edge = edge(of: endpoint) else { return -1 }
    if edge.lookupTime != .constant(0) {
      delay(Draw(edge.lookupTime, scale: 1e9), .network, "\(endpoint.name)/edge/lookup")
    }
    var operation = Operation(.edge)
    operation.a = Int32(program.endpoints.count - 1)
    operation.draw = Draw(.constant, endpoint.edgeHits.value)
    operation.purpose = RandomSource.purpose("\(endpoint.name)/edge")
    program.operations.append(operation)
    return program.operations.count - 1
  }

  /// Sends the answer of an endpoint: from its instance, and then from the edge.
  mutating func emitAnswer(_ endpoint: Endpoint, asked: Int) {
    let size = Double(endpoint.responseSize.value)
    if let service = scenario.platform.services.first(where: { $0.name == endpoint.service }),
      let bandwidth = service.bandwidth, size > 0
    {
      transfer(pool(.bandwidth, service.name), .instance, seconds: size / bandwidth)
    }
    guard let edge = edge(of: endpoint) else { return }
    // What the edge has got no longer keeps the instance busy.
    program.operations.append(Operation(.leave))
    program.operations[asked].b = Int32(program.operations.count)
    if let bandwidth = edge.bandwidth, size > 0 {
      transfer(pool(.edge, edge.name), .single, seconds: size / bandwidth)
    }
  }

  private mutating func transfer(_ pool: Int32, _ scope: PoolScope, seconds: Double) {
    serve(
      pool,
      scope,
      .constant(seconds),
      wait: .transfer,
      share: .transfer,
      reason: .refused,
      path: "transfer"
    )
  }

  private func edge(of endpoint: Endpoint) -> Edge? {
    endpoint.edge.flatMap { name in scenario.platform.edges.first { $0.name == name } }
  }
}
