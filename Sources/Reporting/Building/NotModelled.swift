/// What the simulation leaves out, and which way that bends the numbers.
enum NotModelled {
  static let table = Table(
    id: "not_modelled",
    title: "What is not modelled",
    columns: [.words("left_out", "Left out"), .words("consequence", "What follows")],
    rows: items.map { [.text($0.0), .text($0.1)] }
  )

  private static let items = [
    (
      "Read replicas and replication lag",
      "All statements go to the primary; a platform with replicas holds more than is shown."
    ),
    (
      "Failover of databases and loss of zones",
      "Databases stay healthy; instances crash and are deployed only where a test says so in its faults."
    ),
    (
      "Contention inside the database (locks, vacuum, cold buffers)",
      "Statement times follow their law whatever the load; real ones grow with contention."
    ),
    (
      "Disk operations as a queue",
      "Operations per second are compared with their limit; passing it slows nothing in the run."
    ),
    (
      "Caches without keys in the model",
      "A lookup hits by a fixed chance; a cold cache or one hot key shows only where keys are given."
    ),
    (
      "CDN, browser and rendering",
      "Times end at the edge of the API; what the page adds is not in them."
    ),
    (
      "Reconnect storms and memory of open sockets over time",
      "Open connections are counted against their limit; they do not come and go in the run."
    ),
    (
      "Spend caps inside the run, where `spent` of a provider is not given",
      "The cap is compared with the projected bill; the provider does not stop serving in the run."
    ),
    (
      "Background work without a queue in the model",
      "Work outside of requests takes cores and connections only where `queues` describe it."
    ),
    (
      "Quotas of a day",
      "They act within one simulated test, full at its start; only a test of a whole day can use one up."
    ),
    (
      "Changes of prices, plans and limits ahead",
      "Every tier is billed at the prices of their dates, however far in the future it lies."
    ),
    (
      "Discounts, taxes, commitments, salaries",
      "Bills are list prices of usage; nothing else is in them."
    ),
  ]
}
