import Forecasting
import Foundation
import Quantities
import Testing

@Suite struct `The same fit again` {
  /// The bits of everything that a fit and its projection say.
  private static func bits() throws -> [UInt64] {
    let series = try Samples.monthly(48, noise: 0.06, seed: 5) { 900 / (1 + exp(-1.4 * ($0 - 2))) }
    let growth = try fit(series, until: series.lastDate.adding(days: 700))
    let numbers =
      growth.candidates.flatMap { candidate in
        candidate.fit.parameters.flatMap { [$0.value, $0.standardError] } + [candidate.fit.aicc]
      }
      + growth.project(paths: 100, seed: 3).points.flatMap { point in
        [point.median, point.interval95.lowerBound, point.interval95.upperBound]
      }
    return numbers.map(\.bitPattern)
  }

  @Test func `a fit and its projection have the same bits when they are made again`() throws {
    #expect(try Self.bits() == Self.bits())
  }

  /// OpenBLAS reads the variable when a process starts, so each count needs a process; it would
  /// change the order of sums if the fit did not hold OpenBLAS to one thread.
  @Test(arguments: [1, 2, 4])
  func `no number of OpenBLAS threads changes a bit`(threads: Int) throws {
    let shown = try Self.printed(threads: threads)
    #expect(shown == (try Self.bits()).map { String($0, radix: 16) }.joined(separator: ","))
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["HEADROOM_PRINT_BITS"] != nil))
  func `prints the bits for another process`() throws {
    let text = try Self.bits().map { String($0, radix: 16) }.joined(separator: ",")
    let file = try #require(ProcessInfo.processInfo.environment["HEADROOM_PRINT_BITS"])
    try text.write(toFile: file, atomically: true, encoding: .utf8)
  }

  /// Runs this very test program for the bits alone.
  private static func printed(threads: Int) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("bits-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["--testing-library", "swift-testing", "--filter", "prints the bits"]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "OPENBLAS_NUM_THREADS": "\(threads)", "HEADROOM_PRINT_BITS": file.path,
    ]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: file, encoding: .utf8)
  }
}
