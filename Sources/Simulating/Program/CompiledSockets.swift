import Kernel
import Stations

/// Clients that keep a connection to a service open.
struct CompiledSockets {
  var service: Int32
  var fleet: Int32
  /// First pool of stream slots; one for each instance.
  var slots: Int32
  /// The endpoint that a client asks to connect, −1 for none.
  var endpoint: Int32
  /// The most that it reaches.
  var most: Int32
  var maxConnections: Int64
  /// Memory of an open connection.
  var memory: Int64
  /// How long a client stays, in nanoseconds; nil for ever.
  var stay: Draw?
  /// The silence after which a connection is cut; never where its heartbeat is quicker.
  var idle: Int64
  var heartbeat: Int64
  /// Messages of a connection in a nanosecond.
  var messageRate: Double
  /// The longest life of a connection; never for no limit.
  var longest: Int64
  var law: ReconnectLaw
  var refusedIsFinal: Bool
  /// Where the operation of its clients stands.
  var operation: Int32 = 0

  static let stayPurpose = RandomSource.purpose("sessions/stay")
  static let messagePurpose = RandomSource.purpose("sessions/messages")
  static let returnPurpose = RandomSource.purpose("sessions/return")
  static let pickPurpose = RandomSource.purpose("sessions/pick")
  static let agePurpose = RandomSource.purpose("sessions/age")
}
