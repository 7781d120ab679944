import Foundation
import PackagePlugin

/// Writes a target's `Locales` and `Assets` folders as Swift source, so that
/// the binary carries its texts and needs no folder beside it.
@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folders = ["Locales", "Embedded"]
      .map { target.directoryURL.appending(path: $0) }
      .filter { FileManager.default.fileExists(atPath: $0.path()) }
    let inputs = try folders.flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: folder.path())
        .sorted()
        .filter { !$0.hasSuffix("/") && !$0.hasPrefix(".") }
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
