import Files
import Records

/// What may stand as a picture in a publicity page: a PNG, JPEG or WebP by its
/// content, of a size that phones show.
enum PublicityPictureRules {
  static let policy = FilePolicy(types: [.png, .jpeg, .webp], limit: 5 << 20)
  /// Pixels of the longer side; small files can unpack to gigabytes.
  static let longestSide = 6000

  /// - Throws: `FileError` for the machine's errors.
  /// - Returns: what is wrong with the picture.
  static func problem(path: String, fileName: String) throws -> FieldProblem? {
    let name = FileName(fileName).text
    do {
      _ = try policy.check(path: path, fileName: fileName)
    } catch FileError.empty, FileError.notAllowed {
      return FieldProblem("picture", "partners.logo.problem.type", ["name": name])
    } catch FileError.tooLarge(let limit) {
      return FieldProblem("picture", "partners.logo.problem.tooLarge", ["name": name, "limit": "\(limit >> 20) MB"])
    }
    guard let size = try PictureSize(path: path) else {
      return FieldProblem("picture", "partners.logo.problem.damaged", ["name": name])
    }
    guard max(size.width, size.height) <= longestSide else {
      return FieldProblem("picture", "partners.logo.problem.tooWide", ["name": name, "limit": "\(longestSide)"])
    }
    return nil
  }
}
