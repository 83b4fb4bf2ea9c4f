/// The mean of a function of `count` draws that differ in their entity alone.
func mean(of count: Int, _ value: (UInt64) -> Double) -> Double {
  var sum = 0.0
  for entity in 0..<UInt64(count) { sum += value(entity) }
  return sum / Double(count)
}
