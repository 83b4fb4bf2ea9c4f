import Kernel

/// What a token will draw from one point of its way on, as far as no choice lies between.
///
/// The numbers of a plan stand in a row of columns, in four groups. What lies behind a choice has a plan of
/// its own, which follows when the choice is drawn.
struct DrawPlan {
  /// Its first draw among those of the program, and the column of that.
  var first: Int32
  var column: Int32
  /// Where each group ends, counted from the first.
  var exponentials: Int32 = 0
  var choices: Int32 = 0
  var lognormals: Int32 = 0
  var numbers: Int32 = 0
}

/// One number that is drawn ahead: what names it, and its law.
struct PlannedDraw {
  /// The group of a plan that a draw belongs to.
  enum Group: CaseIterable {
    /// Times with an exponential law.
    case exponential
    /// Whether something comes about.
    case choice
    /// Times with a log-normal law.
    case lognormal
    /// Log-normal numbers that are not rounded to nanoseconds.
    case number
  }

  /// The purpose above the index, as the generator takes them.
  private let name: UInt64
  /// The parameters of its law.
  let first: Double
  let second: Double
  /// The plans that follow a choice that comes about and one that does not, −1 for none.
  var ifSo: Int32 = -1
  var ifNot: Int32 = -1

  init(_ law: Draw, purpose: UInt32, index: UInt32) {
    name = UInt64(purpose) << 32 | UInt64(index)
    first = law.first
    second = law.second
  }

  @inline(__always) var purpose: UInt32 { UInt32(truncatingIfNeeded: name &>> 32) }
  @inline(__always) var index: UInt32 { UInt32(truncatingIfNeeded: name) }
}
