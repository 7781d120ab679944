import Foundation
import Testing

/// Compares markup with the file `Tests/Golden/<name>`. After a change that is
/// meant, look at the page, then `QIAO_UPDATE_GOLDEN=1` stores it anew.
func expectGolden(_ markup: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
  // One element in a line, so that a difference can be read.
  let lines = markup.replacing("><", with: ">\n<") + "\n"
  if ProcessInfo.processInfo.environment["QIAO_UPDATE_GOLDEN"] != nil {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try lines.write(to: file, atomically: true, encoding: .utf8)
  }
  let stored = try? String(contentsOf: file, encoding: .utf8)
  #expect(lines == stored, "\(name) differs", sourceLocation: sourceLocation)
}
