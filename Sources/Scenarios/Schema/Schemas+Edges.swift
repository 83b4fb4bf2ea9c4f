import Quantities

extension Schemas {
  /// A cache at the edge.
  static let edge = RecordSchema(
    "edge",
    "A content delivery network, or any cache at the edge, in front of a service.",
    Edge(),
    [
      Field(optional: "plan", \.plan, .reference(.price), "Price-book entry of its plan."),
      Field(
        optional: "bandwidth",
        \.bandwidth,
        .bandwidth,
        "What it sends to all clients together; as much as they take when absent."
      ),
      Field("lookup_time", \.lookupTime, .law(.seconds), "The time of one lookup."),
    ]
  )

  /// What an endpoint sends, receives, and has at the edge.
  static let byteFields: [Field<Endpoint>] = [
    Field("request", \.requestSize, .size, "Bytes that the caller sends."),
    Field("response", \.responseSize, .size, "Bytes sent to the caller."),
    Field(optional: "edge", \.edge, .reference(.edge), "The edge in front of its service."),
    Field("edge_hits", \.edgeHits, .fraction, "The share of requests that the edge answers."),
  ]
}
