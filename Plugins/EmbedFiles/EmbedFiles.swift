import Foundation
import PackagePlugin

/// Writes a target's text files as Swift source, so that the binary carries
/// its texts, styles and scripts and needs no folder beside it.
@main
struct EmbedFiles: BuildToolPlugin {
  /// The folders of a target whose files are embedded.
  private static let folders = ["Locales", "Embedded", "css", "js", "icons"]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let present = Self.folders
      .map { target.directoryURL.appending(path: $0) }
      .filter { FileManager.default.fileExists(atPath: $0.path()) }
    let inputs = try present.flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: folder.path())
        .sorted()
        .filter { !$0.hasPrefix(".") }
        .map { folder.appending(path: $0) }
        .filter { !$0.hasDirectoryPath }
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding the files of \(target.name)",
        executable: try context.tool(named: "embed-files").url,
        arguments: [target.directoryURL.path(), output.path()] + inputs.map { $0.path() },
        inputFiles: inputs,
        outputFiles: [output])
    ]
  }
}
