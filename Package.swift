// swift-tools-version: 6.2
import PackageDescription

// The import graph is the architecture: a target may import only what it
// declares, and `make check` makes an undeclared import an error.
//
//   App → Features → Standards, Kit
//
// Among features: Accounts → Organizations → Activity → Partners → …

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
  // The optimizer of Swift 6.3 fails on chains of optional getters such as `actor.membership?.role`:
  // https://github.com/swiftlang/swift/issues/91756, mended in later compilers.
  .unsafeFlags(["-Xfrontend", "-enable-copy-propagation=false"], .when(configuration: .release)),
]

/// A library at `path`, with its tests in the folder `Tests` inside it.
func module(
  _ name: String, at path: String, uses dependencies: [Target.Dependency] = [],
  tests: [Target.Dependency]? = [], embeds: Bool = false, excluding: [String] = []
) -> [Target] {
  let excluded = (tests == nil ? [] : ["Tests"]) + (embeds ? ["Locales"] : []) + excluding
  let library = Target.target(
    name: name, dependencies: dependencies, path: path, exclude: excluded, swiftSettings: settings,
    plugins: embeds ? ["EmbedFiles"] : [])
  guard let tests else { return [library] }
  return [
    library,
    .testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies + tests, path: "\(path)/Tests",
      swiftSettings: settings),
  ]
}

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let compression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let swiftCSV = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")

// MARK: Kit

let kit: [Target] = [
  module("Values", at: "Kit/Values"),
  module("Localization", at: "Kit/Localization", uses: ["Values"]),
  module("Database", at: "Kit/Database", uses: ["Values"], tests: ["DatabaseTesting"]),
  module(
    "DatabaseSQLite", at: "Kit/DatabaseSQLite", uses: ["Database", "Values", grdb, grdbSQLite],
    tests: ["DatabaseTesting"]),
  module(
    "DatabasePostgres", at: "Kit/DatabasePostgres", uses: ["Database", "Values", "CLibPQ"], tests: ["DatabaseTesting"]),
  module(
    "DatabaseTesting", at: "Kit/DatabaseTesting", uses: ["Database", "DatabaseSQLite", "DatabasePostgres", "CLibPQ"],
    tests: nil),
  module("Security", at: "Kit/Security", uses: ["Values", "Localization", crypto, cryptoExtras]),
  module("Files", at: "Kit/Files", uses: ["Values", crypto]),
  module("Documents", at: "Kit/Documents", uses: ["Values", "CXlsxWriter", logging]),
  module("Mail", at: "Kit/Mail", uses: ["Values", "CCurl"]),
  module("Calendars", at: "Kit/Calendars", uses: ["Values"]),
  module("Jobs", at: "Kit/Jobs", uses: ["Values", "Database", logging, lifecycle], tests: ["DatabaseTesting"]),
  module("Views", at: "Kit/Views", uses: ["Values", "Localization"], embeds: true),
  module("Records", at: "Kit/Records", uses: ["Values", "Localization", "Views"], embeds: true),
  module(
    "Web", at: "Kit/Web",
    uses: [
      "Values", "Localization", "Views", "Records", "Security", hummingbird, httpTypes, nioCore, nioPosix, nioHTTP1,
      nioHTTPTypes, nioHTTPTypesHTTP1, compression, crypto, logging, lifecycle, hummingbirdCore,
    ], tests: [hummingbirdTesting, "TestKit"]),
  module(
    "Platform", at: "Kit/Platform",
    uses: [
      "Values", "Localization", "Database", "Security", "Files", "Documents", "Mail", "Jobs", "Views", "Records", "Web",
      logging,
    ], tests: nil),
  module(
    "Imports", at: "Kit/Imports",
    uses: [
      "Values", "Localization", "Database", "Security", "Files", "Documents", "Jobs", "Records", "Views", "Web",
      "Platform", crypto,
    ], tests: ["DatabaseTesting", "TestKit", logging], embeds: true),
  module(
    "TestKit", at: "Kit/TestKit",
    uses: [
      "Values", "Localization", "Database", "DatabaseSQLite", "DatabasePostgres", "DatabaseTesting", "Security",
      "Files", "Documents", "Mail", "Jobs", "Views", "Records", "Web", "Platform", hummingbird, hummingbirdTesting,
      httpTypes, nioCore, logging,
    ], tests: nil),
].flatMap { $0 }

let system: [Target] = [
  .systemLibrary(name: "CLibPQ", path: "Kit/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
  .systemLibrary(
    name: "CXlsxWriter", path: "Kit/CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
  .systemLibrary(
    name: "CCurl", path: "Kit/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
]

// MARK: Standards and features

let kitForFeatures: [Target.Dependency] = [
  "Values", "Localization", "Database", "Security", "Files", "Documents", "Mail", "Jobs", "Views", "Records", "Web",
  "Platform", "Imports", "Standards", logging,
]

/// A feature is tested through its pages, on both engines.
let testsOfFeatures: [Target.Dependency] = ["TestKit", "DatabaseTesting", hummingbirdTesting, httpTypes, nioCore]

/// A feature under Features/, which may import those before it.
func feature(_ name: String, after earlier: [Target.Dependency] = []) -> [Target] {
  module(
    name, at: "Features/\(name)", uses: kitForFeatures + earlier, tests: testsOfFeatures, embeds: true,
    excluding: ["README.md"])
}

let features: [Target] = [
  module("Standards", at: "Standards", uses: ["Values"], embeds: true, excluding: ["Embedded", "README.md"]),
  feature("Accounts"),
  feature("Organizations", after: ["Accounts"]),
  feature("Activity", after: ["Accounts", "Organizations"]),
  feature("Partners", after: ["Accounts", "Organizations", "Activity", "Calendars"]),
  feature("Agreements", after: ["Accounts", "Organizations", "Activity", "Partners"]),
  feature("Projects", after: ["Accounts", "Organizations", "Activity", "Partners", "Agreements"]),
].flatMap { $0 }

let allFeatures: [Target.Dependency] = ["Accounts", "Organizations", "Activity", "Partners", "Agreements", "Projects"]

let app: [Target] = [
  .target(
    name: "Assets", path: "Assets", exclude: ["css", "js", "icons"], swiftSettings: settings, plugins: ["EmbedFiles"]),
  .target(
    name: "Composition",
    dependencies: kitForFeatures + allFeatures + [
      "Assets", "DatabaseSQLite", "DatabasePostgres", hummingbird, lifecycle, configuration, nioCore, httpTypes,
    ], path: "App/Composition", exclude: ["Locales"], swiftSettings: settings, plugins: ["EmbedFiles"]),
  .executableTarget(
    name: "App",
    dependencies: kitForFeatures + allFeatures + [
      "Composition", "DatabaseSQLite", hummingbird, lifecycle, signals, configuration, arguments, nioCore,
    ], path: "App/Command", swiftSettings: settings),
  .testTarget(
    name: "AppTests",
    dependencies: kitForFeatures + allFeatures + testsOfFeatures + [
      "Composition", "DatabaseSQLite", hummingbird, configuration,
    ], path: "App/Tests", swiftSettings: settings),
]

// MARK: Files inside the binary

let embedding: [Target] = [
  .executableTarget(name: "embed-files", path: "Tools/embed-files", swiftSettings: settings),
  .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"], path: "Plugins/EmbedFiles"),
]

let package = Package(
  name: "qiao",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "qiao", targets: ["App"])],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: kit + system + features + app + embedding,
  swiftLanguageModes: [.v6]
)
