import Foundation

/// Runs another program of the system and waits for it.
enum Tool {
  /// - Parameter environment: added to ours, for example a password that must not stand in the arguments.
  /// - Throws: `Failure` with the program's own last line.
  static func run(_ name: String, _ arguments: [String], environment: [String: String] = [:]) throws {
    guard let path = find(name) else {
      throw Failure("the program \(name) is not installed", .unavailable)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let last = said.split(separator: "\n").last.map(String.init) ?? "exit code \(process.terminationStatus)"
      throw Failure("\(name): \(last)")
    }
  }

  static func find(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
