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
      "Replicas one by one, and lag that grows with the load",
      "Reads go to whichever replica has a free core; the lag follows its law whatever is written."
    ),
    (
      "Faults that no test names, and loss of zones",
      "Instances crash, databases fail over and limits are cut only where a test says so in its faults."
    ),
    (
      "Contention inside the database (locks, vacuum, cold buffers)",
      "Statement times follow their law whatever the load; real ones grow with contention."
    ),
    (
      "Disk operations as a queue, where a database has no `disk`",
      "Operations per second are compared with their limit; passing it slows nothing in the run."
    ),
    (
      "Caches without keys in the model",
      "A lookup hits by a fixed chance; a cold cache or one hot key shows only where keys are given."
    ),
    (
      "Browser and rendering",
      "Times end at the API or at its edge; what the page adds is not in them."
    ),
    (
      "Reconnect storms and memory of open sockets over time, where `realtime` has no `sessions`",
      "Open connections are counted against their limit; they do not come and go in the run."
    ),
    (
      "More than a million open connections in one run, and limits on messages a second",
      "Beyond that the connections are a million; no client is cut because too much is sent to it."
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
      "Changes of plans and limits ahead, and of prices in the bills of tiers",
      "Tiers are billed at today's prices; only the bills of coming months use announced ones."
    ),
    (
      "Negotiated discounts, taxes, salaries",
      "Bills are list prices of usage; reserved and spot instances count where the model names them."
    ),
  ]
}
