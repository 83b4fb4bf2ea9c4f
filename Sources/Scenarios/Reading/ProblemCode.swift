/// The stable code of a kind of mistake, with its explanation.
public enum ProblemCode: String, Hashable, Sendable, CaseIterable {
  /// The file cannot be read.
  case unreadable = "H001"
  /// The file or a line of it is too large.
  case tooLarge = "H002"
  /// The file is not UTF-8 text.
  case notText = "H003"
  /// The file holds nothing.
  case empty = "H004"
  /// The file is not YAML.
  case notYAML = "H005"
  /// A tab stands where spaces must.
  case tab = "H006"
  /// The file is nested too deeply.
  case tooDeep = "H007"
  /// Too many aliases, or aliases that expand to too much.
  case aliases = "H008"
  /// A key stands twice in a mapping.
  case duplicateKey = "H009"
  /// A mapping, a list or a single value was expected.
  case wrongShape = "H010"
  /// A key that must be there is not.
  case missingKey = "H011"
  /// A key that nobody reads.
  case unknownKey = "H012"
  /// A value that cannot be read as what it should be.
  case wrongType = "H013"
  /// A unit that is missing or unknown.
  case wrongUnit = "H014"
  /// A value outside its allowed range.
  case outOfRange = "H015"
  /// A word that is not among the allowed ones.
  case notAllowed = "H016"
  /// A value that YAML reads differently than people do.
  case yamlTrap = "H017"
  /// A number that is not finite.
  case notFinite = "H018"
  /// A probability law that cannot be.
  case law = "H019"
  /// A name that nothing has.
  case unknownName = "H020"
  /// A name that two things have.
  case nameTwice = "H021"
  /// Shares that do not add up to one.
  case shares = "H022"
  /// A schema version that this program does not read.
  case version = "H023"
  /// More branches are waited for than there are.
  case quorum = "H024"
  /// A warm-up that leaves nothing to measure.
  case warmUp = "H025"
  /// A duration or horizon that is too long.
  case horizon = "H026"
  /// A piece of a load curve that cannot be.
  case stage = "H027"
  /// A retry policy that cannot be.
  case retry = "H028"
  /// Fallbacks that lead back to where they started.
  case fallbackCycle = "H029"
  /// An experiment that cannot give an interval.
  case experiment = "H030"
  /// More events than the experiment allows.
  case tooManyEvents = "H031"
  /// An include that is not allowed.
  case include = "H032"
  /// Files that include each other.
  case includeCycle = "H033"
  /// A change to a path that does not exist.
  case changePath = "H034"
  /// A change whose short path fits several places.
  case changeAmbiguous = "H035"
  /// A CSV file that cannot be read as history.
  case history = "H036"
  /// A CSV file that cannot be read as a trace.
  case trace = "H037"
  /// A station that is offered more work than it can do.
  case unstable = "H038"
  /// A load test whose keys contradict each other.
  case testForm = "H039"
  /// A step that is not exactly one action.
  case stepForm = "H040"
  /// A smallest value above the largest.
  case reversed = "H041"

  /// A paragraph on what the mistake is and how to mend it.
  public var explanation: String {
    ProblemCode.explanations[self] ?? ""
  }
}
