/// What tokens have drawn when they began, by slot and column.
struct DrawnNumbers {
  let plans: RawTable<DrawPlan>
  let draws: RawTable<PlannedDraw>
  /// Columns of a slot.
  let width: Int
  /// Nanoseconds, 1 or 0 for a choice, or the bits of a number.
  var memory: UnsafeMutablePointer<Int64>

  init(_ program: Program, slots: Int) {
    plans = RawTable(program.drawPlans)
    draws = RawTable(program.plannedDraws)
    width = program.drawnColumns
    memory = .filled(with: 0, slots * width)
  }

  /// What a slot has drawn.
  @inline(__always)
  func columns(of slot: Int32) -> UnsafeMutablePointer<Int64> { memory + Int(slot) &* width }

  /// Gives the memory back; the owner calls it once.
  func free() {
    plans.free()
    draws.free()
    memory.deallocate()
  }
}
