// swift-tools-version: 6.2
import PackageDescription

/// One set of settings for every target: what the compiler can refuse, it refuses.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A program at a fixed address has nothing to relocate when it starts: 3 MB less of it are resident.
let fixedAddress = LinkerSetting.unsafeFlags(
  ["-Xclang-linker", "-no-pie"],
  .when(platforms: [.linux], configuration: .release)
)

/// A library target of our own, its dependencies and nothing else.
func library(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The tests of a target; every one of them may use `TestSupport`.
func tests(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: dependencies + ["TestSupport"],
    exclude: exclude,
    swiftSettings: strict
  )
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "headroom",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "headroom", targets: ["headroom"]),
    .library(name: "Benchmarking", targets: ["Benchmarking"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  // Bottom to top: a target imports only what stands above it in this list.
  targets: [
    .systemLibrary(
      name: "COpenBLAS",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas"])]
    ),
    library("Quantities"),
    library("Queueing", ["Quantities"]),
    library("Statistics", ["Quantities"]),
    library("Kernel", ["Quantities"]),
    library("Stations", ["Kernel", "Quantities"]),
    library("Scenarios", ["Quantities", yams, csv]),
    library("Simulating", ["Stations", "Statistics", "Scenarios", "Kernel", "Quantities"]),
    library("Forecasting", ["Quantities", "Statistics", "COpenBLAS"]),
    library("Costing", ["Quantities", "Scenarios"]),
    library(
      "Planning",
      [
        "Simulating", "Queueing", "Forecasting", "Costing", "Statistics", "Scenarios", "Kernel",
        "Quantities",
      ]
    ),
    library(
      "Reporting",
      [
        "Planning", "Simulating", "Forecasting", "Costing", "Statistics", "Scenarios", "Quantities",
      ],
      resources: [.embedInCode("Deck/deck.py")]
    ),
    library(
      "Benchmarking",
      [
        "Reporting", "Planning", "Simulating", "Forecasting", "Costing", "Queueing", "Statistics",
        "Kernel", "Scenarios", "Quantities",
      ],
      resources: [.embedInCode("Workloads")]
    ),
    .executableTarget(
      name: "headroom",
      dependencies: [
        "Benchmarking", "Reporting", "Planning", "Simulating", "Forecasting", "Costing",
        "Statistics", "Queueing", "Scenarios", "Quantities", arguments,
      ],
      swiftSettings: strict,
      linkerSettings: [fixedAddress]
    ),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("Quantities", ["Quantities"]),
    tests("Queueing", ["Queueing", "Quantities"], exclude: ["Fixtures"]),
    tests("Statistics", ["Statistics", "Quantities"]),
    tests("Kernel", ["Kernel", "Quantities"]),
    tests("Stations", ["Stations", "Kernel", "Quantities"]),
    tests("Scenarios", ["Scenarios", "Quantities"]),
    tests(
      "Simulating",
      ["Simulating", "Kernel", "Statistics", "Scenarios", "Queueing", "Quantities"]
    ),
    tests("Forecasting", ["Forecasting", "Statistics", "Quantities"]),
    tests("Costing", ["Costing", "Scenarios", "Quantities"]),
    tests(
      "Planning",
      [
        "Planning", "Simulating", "Costing", "Forecasting", "Statistics", "Queueing", "Scenarios",
        "Quantities",
      ],
      exclude: ["Costs"]
    ),
    tests(
      "Reporting",
      ["Reporting", "Planning", "Costing", "Scenarios", "Statistics", "Quantities"]
    ),
    tests("Benchmarking", ["Benchmarking", "Reporting", "Scenarios"]),
    tests("HouseRules"),
    tests("EndToEnd", ["headroom", arguments], exclude: ["Checks"]),
  ],
  swiftLanguageModes: [.v6]
)
