import Forecasting
import Foundation
import Quantities
import Testing

/// Real growth series that lie beside the repository when it is developed, and not in it: the
/// licence of some of them is unclear.
private enum RealSeries {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data/growth")

  static var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".csv") && !$0.hasPrefix("baseline") }.sorted()
  }

  /// The history on equal steps, its last 260 observations.
  static func history(_ name: String) throws -> (values: [Double], season: Int) {
    let rows = try lines(name).dropFirst().compactMap { line -> (CalendarDate, Double)? in
      let cells = line.split(separator: ",")
      guard cells.count == 2, let date = CalendarDate(cells[0]), let value = Double(cells[1]) else {
        return nil
      }
      return (date, value)
    }
    let series = try TimeSeries(name: name, dates: rows.map(\.0), values: rows.map(\.1))
    let regular = series.regular
    return (Array(regular.values.suffix(260)), regular.season.length)
  }

  /// What other methods reached: for each method the means of a column, one a series.
  static func baseline(_ column: String) throws -> [String: [Double]] {
    let rows = try lines("baseline-scores.csv").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let index = try #require(rows[0].firstIndex(of: Substring(column)))
    var sums: [String: [String: [Double]]] = [:]
    for row in rows.dropFirst() where !row[index].isEmpty {
      sums[String(row[5]), default: [:]][String(row[0]), default: []].append(
        Double(row[index]) ?? 0
      )
    }
    return sums.mapValues { series in series.values.map(mean) }
  }

  private static func lines(_ name: String) throws -> [Substring] {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      .split(whereSeparator: \.isNewline)
  }
}

private func mean(_ values: [Double]) -> Double {
  values.reduce(0, +) / Double(values.count)
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2)
    ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

@Suite struct `Real growth series` {
  /// Three rolling origins with a horizon of a fifth, as the other methods were scored; means over
  /// the origins, then over the series, the interval score by its median series.
  ///
  /// No number of the stack belongs to a series. Skipped where the folder of series is absent.
  @Test(
    .enabled(
      if: !RealSeries.names.isEmpty,
      "the growth series are not part of the repository; put them into ../shared/data/growth"
    )
  )
  func `the stack is nearer than every other method and its intervals hold what they promise`()
    throws
  {
    let runs = try RealSeries.names.map { name in
      let (values, season) = try RealSeries.history(name)
      return Backtest.run(history: values, season: season)
    }
    let error = mean(runs.map { mean($0.map(\.symmetricError)) })
    for (method, errors) in try RealSeries.baseline("smape") {
      #expect(error < mean(errors), "\(method) is nearer")
    }
    let coverage = mean(runs.map { mean($0.map(\.coverage95)) })
    #expect(coverage >= 90 && coverage <= 97)
    let coverage80 = mean(runs.map { mean($0.map(\.coverage80)) })
    #expect(coverage80 >= 72 && coverage80 <= 88)
    let score = median(runs.map { mean($0.map(\.intervalScore95)) })
    let arima = try #require(try RealSeries.baseline("msis95")["AutoARIMA"])
    #expect(score <= median(arima))
  }
}
