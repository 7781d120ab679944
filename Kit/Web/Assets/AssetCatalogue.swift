import Crypto
import Foundation
import NIOCore
package import Views

/// Our own styles, scripts and pictures, held in memory.
///
/// Every file is served as `/assets/<name>-<hash>.<ending>`, so browsers may
/// keep it for ever. References between files (`import "./table.js"` in a
/// script, `url(logo.svg)` in a style) are rewritten to the hashed addresses
/// when the catalogue is made; the policy allows no inline import map.
package struct AssetCatalogue: Sendable {
  struct Asset: Sendable {
    let contentType: String
    let content: ByteBuffer
    /// Quoted, as `ETag` has it.
    let tag: String
    let isForever: Bool
  }

  /// By address.
  private let assets: [String: Asset]
  private let links: [String: Link]

  package static let empty = AssetCatalogue(assets: [:], links: [:])

  private init(assets: [String: Asset], links: [String: Link]) {
    self.assets = assets
    self.links = links
  }

  /// - Parameters:
  ///   - files: path below the asset folder (`app.css`, `icons/add.svg`) and content.
  ///   - atRoot: files that must also be found under their plain name at the
  ///     root of the site: `favicon.ico`, `robots.txt`, a service worker.
  /// - Throws: `AssetMistake` for a script that imports what is not there, and
  ///   for files that refer to each other in a circle.
  package init(files: [(path: String, bytes: [UInt8])], atRoot: Set<String> = []) throws(AssetMistake) {
    var weaver = AssetWeaver(files: files)
    var assets: [String: Asset] = [:]
    var links: [String: Link] = [:]
    for (path, _) in files {
      let woven = try weaver.weave(path)
      let type = MediaTypes.type(of: path)
      let content = ByteBuffer(bytes: woven.bytes)
      assets[woven.address] = Asset(contentType: type, content: content, tag: "\"\(woven.hash)\"", isForever: true)
      links[path] = Link(woven.address)
      guard atRoot.contains(path) else { continue }
      assets["/" + path] = Asset(contentType: type, content: content, tag: "\"\(woven.hash)\"", isForever: false)
    }
    if let missing = atRoot.first(where: { links[$0] == nil }) {
      throw AssetMistake(description: "no asset named \(missing)")
    }
    self.init(assets: assets, links: links)
  }

  /// Reads all files of a folder and its subfolders; hidden files are left out.
  package init(directory: String, atRoot: Set<String> = []) throws {
    var files: [(path: String, bytes: [UInt8])] = []
    let base = URL(fileURLWithPath: directory, isDirectory: true)
    let names = try FileManager.default.subpathsOfDirectory(atPath: directory).sorted()
    for name in names where !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
      let file = base.appendingPathComponent(name)
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
      files.append((name, Array(try Data(contentsOf: file))))
    }
    try self.init(files: files, atRoot: atRoot)
  }

  /// The hashed address of a file; a file that is not there gets its plain
  /// address, which answers 404, and a test finds it.
  package func link(_ path: String) -> Link {
    links[path] ?? Link("/assets/" + path)
  }

  /// All files by their path with their addresses, for a service worker's list.
  package var addresses: [(path: String, address: Link)] {
    links.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  func asset(at address: String) -> Asset? {
    assets[address]
  }
}

/// The asset files do not fit together.
package struct AssetMistake: Error, Sendable, CustomStringConvertible {
  package let description: String
}
