extension ProblemCode {
  /// One paragraph for each code.
  static let explanations: [ProblemCode: String] = [
    .unreadable: """
    The file does not exist or may not be read. Check the spelling of the path; paths of includes \
    and CSV files are relative to the file that names them.
    """,
    .tooLarge: """
    A scenario or model file may have 10 MB and a line of it 1 MB. Larger input is almost always \
    a wrong file. Put bulk data into CSV files.
    """,
    .notText: """
    Scenario and model files are UTF-8 text. UTF-16, NUL bytes, compressed files and other \
    binary data are refused. Save the file as UTF-8; a byte order mark is allowed.
    """,
    .empty: """
    The file is empty or holds only comments. A scenario needs at least `headroom: 1`, an endpoint \
    and a test. `headroom init NAME` writes a starter.
    """,
    .notYAML: """
    The file is not well-formed YAML. The usual causes are a missing space after a colon, \
    indentation that does not line up, and an unclosed quote or bracket.
    """,
    .tab: """
    YAML indents with spaces only. Replace the tab by spaces; most editors can do that for the \
    whole file.
    """,
    .tooDeep: """
    Brackets or indentation are nested deeper than 64 levels. No scenario needs that; the limit \
    keeps a hostile file from exhausting memory.
    """,
    .aliases: """
    YAML anchors and aliases may save typing, but a few of them can expand to billions of nodes. A \
    file may use 50 aliases and expand to 200,000 nodes; an anchor may not contain itself, and \
    neither an alias nor a collection may serve as a key.
    """,
    .duplicateKey: """
    A key stands twice in the same mapping. YAML forbids it, and most readers silently keep the \
    last one. Remove or rename one of the two.
    """,
    .wrongShape: """
    The value has the wrong shape: a mapping (`key: value` lines), a list (`- item` lines) or a \
    single value was expected. The message says which.
    """,
    .missingKey: "A key that has no default is missing. The message names it.",
    .unknownKey: """
    No part of Headroom reads this key here. It is refused because a misspelt key that passes in \
    silence leaves a default where a value was meant.
    """,
    .wrongType: """
    The value cannot be read as the kind of value that the key takes: a number, a whole number, \
    yes or no, a date, a text.
    """,
    .wrongUnit: """
    Durations, sizes, rates and amounts of money carry their unit: `250ms`, `10GB` (10⁹ bytes), \
    `10GiB` (2³⁰ bytes), `60/min`, `$25`. Bare numbers are refused, and so is `5m`, which could \
    be minutes or a thousandth: write `5min` or `5ms`.
    """,
    .outOfRange:
      "The value lies outside the range that the key allows. The message gives the range.",
    .notAllowed: "The word is not one of those that the key allows. The help line lists them.",
    .yamlTrap: """
    YAML or its readers give this text a meaning that people do not expect: `no` and `on` can be \
    booleans, `1_000` and `012` are numbers to some readers and texts to others, `1:30` was once \
    ninety. Quote names; write numbers plainly and durations with a unit.
    """,
    .notFinite: """
    Not-a-number and infinity are not values of anything here. Write a finite number, or the word \
    `unbounded` where a limit may be absent.
    """,
    .law: """
    A probability law is written as a constant (`20ms`) or as a mapping: `{exponential: 1s}`, \
    `{mean: 20ms, cv: 0.5}`, `{median: 20ms, p95: 60ms}`, `{median: 20ms, sigma: 0.8}` or \
    `{uniform: [1ms, 3ms]}`. Sigma may be at most 5: beyond it the mean is driven by values that \
    no run will ever draw.
    """,
    .unknownName: """
    The name refers to a service, database, cache, provider, model, price, client or endpoint that \
    is not defined in this file or in the files it includes.
    """,
    .nameTwice: """
    Two files, or two places of one file, define the same name. Files are merged by name; to \
    change a value of an included file, use a change (`--set`) instead of a second definition.
    """,
    .shares: "The shares of a mix, or the probabilities of a choice, must add up to 1 (100 %).",
    .version: """
    The first key of a scenario is `headroom: 1`, the version of its schema; the first key of a \
    report.json is `schema`. A program reads the versions that it knows and guesses at no other.
    """,
    .quorum: "A quorum must lie between 1 and the number of parallel branches.",
    .warmUp: """
    What is deleted from the start of a test must be shorter than the test; otherwise nothing is \
    left to measure.
    """,
    .horizon: """
    Growth is projected at most 10 years ahead, and a test lasts at most 366 days of simulated time.
    """,
    .stage: """
    A stage of a load curve lasts longer than zero and ends at a load that is not negative. For a \
    jump, use a short stage such as `{over: 1s, to: 200%}`.
    """,
    .retry: """
    A retry policy has 1 to 100 attempts, a cap that is not below the first delay, and a timeout \
    above zero.
    """,
    .fallbackCycle: """
    The fallbacks of a call lead back to a model that was already tried. A chain of fallbacks \
    names each model once.
    """,
    .experiment: """
    An interval needs at least two independent replications, and a confidence strictly between \
    50 % and 100 %. A precision lies between 0.1 % and 50 %; a budget needs one.
    """,
    .tooManyEvents: """
    The load, its duration and the steps of a request multiply to more events than \
    `experiment.max_events` allows. Lower the rate or the duration, or raise the limit.
    """,
    .include: """
    An include is a path relative to the file that names it. It may not be absolute and may not \
    lead out of the project: the working directory, or the nearest directory above the file that \
    holds `.git` or `models`.
    """,
    .includeCycle: "Files include each other in a circle. The message shows the chain.",
    .changePath: """
    A change names a value by its path: `services.api.instances`, or `api.instances` when only one \
    thing is called `api`. Elements of a list are `steps[0]`. Keys that may be there but are not \
    are created.
    """,
    .changeAmbiguous:
      "The short path fits several things. Write the path from the top of the file.",
    .history: """
    A history is a CSV file with a header, a column of dates (`2026-11-24`, `2026-11`, `2026`, \
    `2026-Q4`, `2026-W48` or a time such as `2026-11-24T10:00Z`), and one column of numbers for each \
    series, with a decimal point. A cell without a number is empty or says NA, null, none or -. Rows out \
    of order and days that come again are put right and told.
    """,
    .trace: """
    A trace is a CSV file with the columns TIMESTAMP, ContextTokens, GeneratedTokens (as Azure \
    publishes them) or time_s, input_tokens, output_tokens, or lines of JSON with timestamp (in \
    milliseconds), input_length and output_length. Times may not go back.
    """,
    .unstable: """
    The station is offered at least as much work as it can do. The queue grows as long as the test \
    lasts, so there is no steady state: the numbers describe this duration only.
    """,
    .testForm: """
    The keys of the load test contradict each other. A test is open (`load` or `arrivals`), closed \
    (`users` with `think`) or a replay (`trace`). A fault is of exactly one kind and begins before \
    the test ends.
    """,
    .stepForm: """
    A step is a mapping with exactly one action, such as `cpu` or `query`, and perhaps a `label`.
    """,
    .reversed: "The smallest value allowed lies above the largest.",
  ]
}
