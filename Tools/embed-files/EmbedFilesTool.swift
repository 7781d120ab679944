import Foundation

/// `embed-files FOLDER OUTPUT FILE…`: writes `enum EmbeddedFiles` with each
/// text file as one string literal (fast to compile, unlike arrays of bytes)
/// under its path inside FOLDER.
@main
struct EmbedFilesTool {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      FileHandle.standardError.write(Data("usage: embed-files FOLDER OUTPUT FILE...\n".utf8))
      exit(64)
    }
    var source = """
      /// The files of this target's `Locales` and `Embedded` folders, by path.
      enum EmbeddedFiles {
        static let all: [(path: String, text: String)] = [

      """
    for path in arguments.dropFirst(3) {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let name = path.replacingOccurrences(of: arguments[1], with: "").trimmingCharacters(in: ["/"])
      source += "    (\(literal(name)), \(literal(text))),\n"
    }
    source += "  ]\n}\n"
    try source.write(toFile: arguments[2], atomically: true, encoding: .utf8)
  }

  /// A one-line Swift literal: quotes, backslashes and control characters escaped.
  private static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
