import Foundation
import Kernel
import TestSupport

extension SplitMix {
  /// An exponential number with mean 1.
  mutating func exponential() -> Double { -log(1 - RandomSource.unit(next())) }
}
