/// What has to be changed to mend a bottleneck; the word that a candidate change names.
public enum Cause: String, Hashable, Sendable, CaseIterable {
  /// API workers or their slots.
  case workers
  /// CPU of the API.
  case cpu
  /// Pools inside the workers.
  case app_pool
  /// The pooler, its connections or its clients.
  case pooler
  /// Connections of the database.
  case connections
  /// CPU of the database.
  case database
  /// Rate limits of a model provider.
  case provider_limit
  /// Stream slots and open connections.
  case streams
  /// A plain station.
  case station
  /// Workers of a queue of jobs.
  case queue
  /// The time of the model's answers.
  case model_latency
  /// Size or operations of the storage.
  case storage
  /// Memory of an instance.
  case memory
  /// The cache.
  case cache
  /// What instances or the edge can send.
  case bandwidth
}
