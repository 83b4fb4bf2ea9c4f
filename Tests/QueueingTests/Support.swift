import Foundation
import Quantities
import TestSupport

func perSecond(_ rate: Double) -> Rate { Rate(perSecond: rate) }
func seconds(_ span: Double) -> SimInterval { SimInterval(seconds: span) }

extension SplitMix {
  /// An exponential span.
  mutating func exponential(mean: Double) -> SimInterval {
    SimInterval(seconds: -log(uniform()) * mean)
  }
}
