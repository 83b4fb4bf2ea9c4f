import Simulating
import TestSupport
import Testing

@Suite struct `Calls that outlive the run` {
  /// What providers still work on when the last caller has heard is billed as if the run went on.
  @Test(arguments: ["finishes", "stops"])
  func `the slower of two calls, and that of a caller who has gone, are billed`(_ after: String)
    async throws
  {
    let program = try program(
      """
      clients: {hasty: {attempts: 1, timeout: 1s}}
      providers: {p: {after_abort: \(after), max_concurrency: 10}}
      models:
        slow: {provider: p, time_to_first_token: 100s}
        quick: {provider: p, time_to_first_token: {exponential: 2s}, time_per_output_token: 10ms}
      endpoints:
        gone: {client: hasty, steps: [{call: {model: slow, input: 500, output: 100}}]}
        hedged: {steps: [{call: {model: quick, input: 300, output: 50, hedge_after: 100ms}}]}
      tests:
        one: {duration: 10s, herds: [{endpoint: gone, size: 2}, {endpoint: hedged, size: 3}]}
      """
    )
    let cut = await replicate(program, 0..<1, threads: 1)[0]
    let whole = drain(program, replication: 0)
    for (model, other) in zip(cut.models, whole.models) {
      #expect(
        model.tokens.input == other.tokens.input && model.tokens.output == other.tokens.output
      )
      #expect(
        model.tokens.wastedInput == other.tokens.wastedInput
          && model.tokens.wastedOutput == other.tokens.wastedOutput
      )
    }
    #expect(cut.models[0].tokens.wastedInput == 1000)
  }
}
