/// The whole number of nanoseconds that is nearest to a number; at most 10¹⁷, at least none.
@inline(__always)
func nearestNanosecond(_ number: Double) -> Int64 {
  // Below 2⁵¹ (26 days) the sum with 2⁵² has the rounded number in its fraction: no conversion, no
  // trap. Bit patterns of negative numbers are the greatest of all.
  if number.bitPattern < 0x1p51.bitPattern {
    return Int64(bitPattern: (number + 0x1p52).bitPattern & 0xF_FFFF_FFFF_FFFF)
  }
  return longNanoseconds(number)
}

@inline(never)
private func longNanoseconds(_ number: Double) -> Int64 {
  Int64(min(max(number, 0), 1e17).rounded(.toNearestOrEven))
}

/// The whole number of tokens that is nearest to a number; at most 10⁸, at least none.
///
/// A conversion alone: `rounded` is a call of the C library where the processor need not have the
/// instruction.
@inline(__always)
func wholeTokens(_ number: Double) -> Int32 { Int32(min(max(number, 0), 1e8) + 0.5) }
