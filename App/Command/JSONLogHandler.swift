import Foundation
import Logging
import Values

/// Log entries as one line of JSON each, for machines that collect them.
struct JSONLogHandler: LogHandler {
  var logLevel: Logger.Level = .info
  var metadata: Logger.Metadata = [:]
  private let label: String

  init(label: String) {
    self.label = label
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var members: [(String, JSONValue)] = [
      ("time", .string(Clock.system.now().iso8601)), ("level", .string(event.level.rawValue)),
      ("logger", .string(label)), ("message", .string(event.message.description)),
    ]
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    members += all.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.description)) }
    FileHandle.standardError.write(Data((JSONValue.members(members).text + "\n").utf8))
  }
}
