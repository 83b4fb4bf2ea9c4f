import Costing
import Quantities
import Scenarios

/// Lists the options that a scenario has something for.
struct OptionWriter {
  let document: ScenarioDocument
  /// What a month uses as it is.
  let usage: MonthlyUsage

  private(set) var drafts: [OptionDraft] = []
  private(set) var rules: [Optimization.Rule] = []
  private(set) var open: [Optimization.Open] = []

  private var scenario: Scenario { document.scenario }
  private var platform: Platform { document.scenario.platform }

  init(_ document: ScenarioDocument, _ usage: MonthlyUsage) {
    self.document = document
    self.usage = usage
    sizes()
    reserved()
    spot()
    caches()
    promptCaches()
    routes()
    batches()
  }

  private mutating func need(_ question: Optimization.Question, _ words: String) {
    open.append(Optimization.Open(question: question, needed: words))
  }

  // Fewer or smaller: the next cheaper plan of the same vendor and kind, and one instance less.
  private mutating func sizes() {
    let before = drafts.count
    for service in platform.services {
      let path = "services.\(service.name)"
      if service.autoscale == nil, service.instances > 1 {
        let count = service.instances - 1
        drafts.append(
          OptionDraft(
            .right_size,
            "\(service.name): \(count) instance\(count == 1 ? "" : "s") instead of "
              + "\(service.instances)",
            [("\(path).instances", "\(count)")]
          )
        )
      }
      smaller(service.name, service.plan, at: path, in: service.region)
    }
    for database in platform.databases {
      smaller(
        database.name,
        database.plan,
        at: "databases.\(database.name)",
        in: database.region
      )
    }
    for cache in platform.caches {
      smaller(cache.name, cache.plan, at: "caches.\(cache.name)", in: cache.region)
    }
    if drafts.count == before {
      need(
        .right_size,
        "a plan with a cheaper one of its kind in the price books, or two instances"
      )
    }
  }

  private mutating func smaller(
    _ name: String,
    _ plan: String?,
    at path: String,
    in region: String?
  ) {
    guard let plan, let cheaper = scenario.nextCheaper(plan, in: region) else { return }
    drafts.append(
      OptionDraft(
        .right_size,
        "\(name): \(cheaper) instead of \(plan)",
        [("\(path).plan", cheaper)]
      )
    )
  }

  private mutating func reserved() {
    let before = drafts.count
    for service in platform.services {
      guard let plan = service.plan, let onDemand = scenario.price(plan, for: service.region),
        let instances = usage.services[service.name]
      else { continue }
      let terms = scenario.termPrices(
        of: plan,
        besides: service.reserved?.plan,
        in: service.region
      )
      for reserved in terms {
        guard
          let share = BreakEven.reservedShare(
            reserved,
            against: onDemand,
            daysPerMonth: scenario.daysPerMonth
          )
        else { continue }
        let best = BreakEven.reserved(instances, above: share)
        rules.append(
          Optimization.Rule(
            question: .reserve,
            part: "\(service.name): \(reserved.key)",
            words: "an instance is worth it that runs more than this share of the time",
            value: share
          )
        )
        for count in Set([best, instances.peak]).sorted() where count > 0 {
          drafts.append(
            OptionDraft(
              .reserve,
              "\(service.name): \(count) of \(reserved.key)",
              [
                (
                  "services.\(service.name).reserved",
                  "{plan: \(reserved.key), instances: \(count)}"
                )
              ]
            )
          )
        }
      }
    }
    if drafts.count == before {
      need(.reserve, "a price of reserved instances in the books: PLAN-reserved-1y, or `reserved`")
    }
  }

  private mutating func spot() {
    let before = drafts.count
    for service in platform.services {
      guard let plan = service.plan,
        let price = service.spot.map(\.plan) ?? scenario.prices["\(plan)-spot"]?.key,
        scenario.price(price, for: service.region) != nil
      else { continue }
      for percent in [50, 80] {
        drafts.append(
          OptionDraft(
            .spot,
            "\(service.name): \(percent) % on \(price), one instance taken back in the busiest hour",
            [("services.\(service.name).spot", "{plan: \(price), share: \(percent)%}")],
            fault: .crash(service: service.name, instances: 1)
          )
        )
      }
    }
    if drafts.count == before {
      need(.spot, "a price of spare capacity in the books: PLAN-spot, or `spot` of a service")
    }
  }

  private mutating func caches() {
    let hits = document.numbers(named: "hit").filter { $0.unit == "%" }
    guard !hits.isEmpty else {
      return need(.cache, "a step `cache` with a share of hits")
    }
    drafts.append(
      OptionDraft(.cache, "every lookup misses", hits.map { ($0.path, "0%") })
    )
    drafts.append(
      OptionDraft(
        .cache,
        "ten lookups more in a hundred hit",
        hits.map { ($0.path, $0.text(min($0.number + 10, 100))) }
      )
    )
  }

  private mutating func promptCaches() {
    let before = drafts.count
    for model in platform.models {
      guard let tokens = scenario.price(model.price, for: model.region)?.tokens else { continue }
      if let reads = BreakEven.readsPerWrite(tokens) {
        rules.append(
          Optimization.Rule(
            question: .prompt_cache,
            part: model.name,
            words:
              "caching pays when a prefix is read more often than this for each time it is written",
            value: reads
          )
        )
      }
      if model.promptCache != nil {
        // Nothing is that long: no prefix is kept.
        drafts.append(
          OptionDraft(
            .prompt_cache,
            "without the prompt cache of \(model.name)",
            [("models.\(model.name).prompt_cache.minimum", "1000000000")]
          )
        )
      } else if model.cachedShare > .zero {
        drafts.append(
          OptionDraft(
            .prompt_cache,
            "without the cached share of \(model.name)",
            [("models.\(model.name).cached_share", "0%")]
          )
        )
      }
    }
    if drafts.count == before {
      need(
        .prompt_cache,
        "`prompt_cache` or `cached_share` of a model, and a `prefix` in its calls"
      )
    }
  }

  private mutating func routes() {
    let sites = document.texts(named: "model").filter { $0.path.hasPrefix("endpoints.") }
    var found: [(saving: Double, draft: OptionDraft)] = []
    for model in platform.models {
      let calls = sites.filter { $0.text == model.name }
      guard let used = usage.models[model.name], !calls.isEmpty,
        let here = scenario.cost(of: used, with: model)
      else { continue }
      for other in platform.models where other.name != model.name {
        guard let there = scenario.cost(of: used, with: other), there < here else { continue }
        let draft = OptionDraft(
          .routing,
          "calls of \(model.name) go to \(other.name)",
          calls.map { ($0.path, other.name) }
        )
        found.append(((here - there).usd, draft))
      }
    }
    drafts += found.sorted { $0.saving > $1.saving }.prefix(4).map(\.draft)
    if found.isEmpty { need(.routing, "a second model with a lower price than one that is called") }
  }

  private mutating func batches() {
    let before = drafts.count
    var waits: [String] = []
    for model in platform.models where !model.isBatch {
      guard let tokens = scenario.price(model.price, for: model.region)?.tokens,
        tokens.batchDiscount != nil, usage.models[model.name] != nil
      else { continue }
      let callers = platform.endpoints.filter { $0.calls(model.name) }
      guard callers.allSatisfy({ $0.queue != nil }) else {
        waits.append(model.name)
        continue
      }
      drafts.append(
        OptionDraft(
          .batch,
          "calls of \(model.name) go through the batch interface",
          [("models.\(model.name).batch", "true")]
        )
      )
    }
    if !waits.isEmpty {
      need(
        .batch,
        "callers wait for \(waits.joined(separator: ", ")): only jobs of `queues` can be batched"
      )
    } else if drafts.count == before {
      need(.batch, "a model with `batch_discount` in its price that jobs of `queues` call")
    }
  }
}
