import Crypto
import Foundation

/// Rewrites references between asset files to hashed addresses, the referred
/// files first, because a file's hash covers the addresses in it.
struct AssetWeaver {
  struct Woven {
    let bytes: [UInt8]
    /// Eight hex digits of the SHA-256 of the bytes.
    let hash: String
    let address: String
  }

  private let files: [String: [UInt8]]
  private var done: [String: Woven] = [:]
  private var open: [String] = []

  init(files: [(path: String, bytes: [UInt8])]) {
    self.files = Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
  }

  mutating func weave(_ path: String) throws(AssetMistake) -> Woven {
    if let woven = done[path] { return woven }
    guard let original = files[path] else { throw AssetMistake(description: "no asset named \(path)") }
    guard !open.contains(path) else {
      throw AssetMistake(description: "assets refer to each other: \((open + [path]).joined(separator: " → "))")
    }
    open.append(path)
    let bytes = try rewritten(original, of: path)
    open.removeLast()
    let hash = SHA256.hash(data: Data(bytes)).prefix(4).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    let woven = Woven(bytes: bytes, hash: hash, address: Self.address(of: path, hash: hash))
    done[path] = woven
    return woven
  }

  /// `/assets/icons/add-1a2b3c4d.svg`.
  private static func address(of path: String, hash: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "/assets/\(path)-\(hash)" }
    return "/assets/\(path.dropLast(name.count))\(name[..<dot])-\(hash)\(name[dot...])"
  }

  private mutating func rewritten(_ bytes: [UInt8], of path: String) throws(AssetMistake) -> [UInt8] {
    let isScript = path.hasSuffix(".js") || path.hasSuffix(".mjs")
    let isStyle = path.hasSuffix(".css")
    let isData = path.hasSuffix(".webmanifest") || path.hasSuffix(".svg") || path.hasSuffix(".html")
    guard isScript || isStyle || isData, let text = String(validating: bytes, as: UTF8.self) else { return bytes }
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0 == "\"" || $0 == "'" || isStyle && $0 == "(" }) {
      let opening = rest[start]
      let bodyStart = rest.index(after: start)
      let closing: Character = opening == "(" ? ")" : opening
      guard let end = rest[bodyStart...].firstIndex(where: { $0 == closing || $0.isNewline }), rest[end] == closing
      else {
        result += rest[...start]
        rest = rest[bodyStart...]
        continue
      }
      let reference = String(rest[bodyStart..<end])
      let isURL = opening == "(" && rest[..<start].hasSuffix("url")
      guard opening != "(" || isURL, let target = resolve(reference, from: path, plainNames: isStyle || isData) else {
        if isScript, Self.isImport(rest[..<start]), reference.hasPrefix("./") || reference.hasPrefix("../") {
          throw AssetMistake(description: "\(path) imports \(reference), which is not there")
        }
        result += rest[...start]
        rest = rest[bodyStart...]
        continue
      }
      let fragment = reference.firstIndex(of: "#").map { reference[$0...] } ?? ""
      result += rest[...start] + (try weave(target)).address + fragment
      rest = rest[end...].dropFirst(0)
      result.append(closing)
      rest = rest.dropFirst()
    }
    return Array((result + rest).utf8)
  }

  /// Whether a quoted text after `before` is a module specifier.
  private static func isImport(_ before: Substring) -> Bool {
    let tail = before.suffix(40).trimmingSuffix { $0 == " " }
    return tail.hasSuffix("from") || tail.hasSuffix("import") || tail.hasSuffix("import(")
  }

  /// The file that a reference means: `./x.js` and `../x.js` from the file
  /// itself, `/assets/x.js` from the root; in styles and data also `x.svg`.
  private func resolve(_ reference: String, from path: String, plainNames: Bool) -> String? {
    let name = reference.prefix { $0 != "#" && $0 != "?" }
    var components: [Substring]
    if name.hasPrefix("/assets/") {
      components = name.dropFirst(8).split(separator: "/")
    } else if name.hasPrefix("./") || name.hasPrefix("../") || plainNames && !name.hasPrefix("/") && !name.contains(":")
    {
      components = path.split(separator: "/").dropLast() + name.split(separator: "/")
    } else {
      return nil
    }
    var clean: [Substring] = []
    for component in components where component != "." {
      if component == ".." {
        guard clean.popLast() != nil else { return nil }
      } else {
        clean.append(component)
      }
    }
    let target = clean.joined(separator: "/")
    return files[target] != nil && target != path ? target : nil
  }
}

extension Substring {
  fileprivate func trimmingSuffix(_ isDropped: (Character) -> Bool) -> Substring {
    var rest = self
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return rest
  }
}
