package import Files
package import Records

/// What may stand as an enterprise's logo: a PNG, JPEG or WebP that a list can
/// show beside a name.
package enum EnterpriseLogo {
  package static let policy = FilePolicy(types: [.png, .jpeg, .webp], limit: 2 << 20)
  /// Pixels of the longer side; small files can unpack to gigabytes.
  package static let longestSide = 4096

  /// Checks the picture by its content.
  /// - Throws: `FileError` for the machine's errors.
  /// - Returns: what is wrong with it.
  package static func problem(path: String, fileName: String) throws -> FieldProblem? {
    let name = FileName(fileName).text
    do {
      _ = try policy.check(path: path, fileName: fileName)
    } catch FileError.empty, FileError.notAllowed {
      return FieldProblem("logo", "partners.logo.problem.type", ["name": name])
    } catch FileError.tooLarge(let limit) {
      return FieldProblem("logo", "partners.logo.problem.tooLarge", ["name": name, "limit": "\(limit >> 20) MB"])
    }
    guard let size = try PictureSize(path: path) else {
      return FieldProblem("logo", "partners.logo.problem.damaged", ["name": name])
    }
    guard max(size.width, size.height) <= longestSide else {
      return FieldProblem("logo", "partners.logo.problem.tooWide", ["name": name, "limit": "\(longestSide)"])
    }
    return nil
  }
}
