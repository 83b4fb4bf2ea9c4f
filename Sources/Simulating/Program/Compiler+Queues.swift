import Kernel
import Quantities
import Scenarios

/// A queue of jobs.
struct CompiledQueue {
  /// The pool of its workers, whose line is the backlog.
  var pool: Int32
  /// Nanoseconds after which a job is delivered again, −1 for never.
  var visibility: Int64
  var receipts: Int32
}

/// An endpoint that is a job: its queue, and where the steps of a delivery start.
struct CompiledJob {
  var queue: Int32
  var body: Int32
  var purpose: UInt32
}

/// How many jobs a request of an endpoint is expected to leave behind.
struct JobFlow {
  var from: Int32
  var to: Int32
  var mean: Double
}

extension Compiler {
  mutating func compile(_ queue: JobQueue) {
    let pool = addGroup(
      .queueWorkers,
      queue.name,
      label: "\(queue.name) workers",
      capacity: .atMost(queue.workers * queue.concurrency),
      queue: queue.room
    )
    program.queueNames.append(queue.name)
    queueIndex[queue.name] = Int32(program.queues.count)
    program.queues.append(
      CompiledQueue(
        pool: pool,
        visibility: queue.visibility?.nanoseconds ?? -1,
        receipts: Compiler.places(queue.receipts)
      )
    )
  }

  /// Compiles the beginning of a job: the job itself waits until one of its deliveries is done.
  mutating func compileJob(of name: String, _ queue: String) {
    let index = Compiler.position(queue, in: queueIndex)
    var deliver = Operation(.deliver)
    deliver.a = Int32(program.jobs.count)
    deliver.share = .earlierAttempts
    program.operations += [deliver, Operation(.finish)]
    program.jobs.append(
      CompiledJob(
        queue: index,
        body: Int32(program.operations.count),
        purpose: RandomSource.purpose("\(name)/delivery")
      )
    )
    let pool = program.queues[Int(index)].pool
    acquire(pool, .single, wait: .waitQueue, reason: .queueFull, holds: true)
    var receive = Operation(.receive)
    receive.a = index
    program.operations.append(receive)
  }

  mutating func emitEnqueue(_ job: String, _ path: String) {
    var operation = Operation(.enqueue)
    // Endpoints are numbered as they stand in the scenario, compiled or not.
    let endpoints = scenario.platform.endpoints
    operation.a = Int32(endpoints.firstIndex { $0.name == job } ?? 0)
    operation.b = Compiler.position(
      endpoints[Int(operation.a)].queue ?? "",
      in: queueIndex
    )
    operation.purpose = RandomSource.purpose(path)
    program.operations.append(operation)
  }

  /// Notes how many jobs each endpoint leaves behind.
  mutating func compileFlows() {
    let endpoints = scenario.platform.endpoints
    for (from, endpoint) in endpoints.enumerated() {
      let left = scenario.expectedWork(of: endpoint).jobs
      for (to, job) in endpoints.enumerated() {
        guard let mean = left[job.name] else { continue }
        program.flows.append(JobFlow(from: Int32(from), to: Int32(to), mean: mean))
      }
    }
  }
}
