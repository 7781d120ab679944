/// Why a sheet could not be read; callers turn it into a sentence for the person who sent it.
package enum SheetError: Error, Hashable, Sendable {
  /// Damaged, or text in an encoding that is neither UTF-8, UTF-16 nor GB 18030.
  case unreadable
  /// Larger than a limit allows.
  case tooLarge(SheetLimit)
  /// The worker took longer than it may.
  case timedOut
  /// The worker died of the file.
  case crashed
  /// Opens with a password only.
  case passwordProtected
  /// No cell with a value.
  case empty
  /// Not a spreadsheet.
  case unsupportedType
  /// The workbook has no sheet of the name asked for.
  case noSuchSheet
  /// The worker cannot be started; the reason is for the operator (log, `doctor`), not for the sender.
  case workerMissing(reason: String)
}

/// A limit that was passed, with its value.
package enum SheetLimit: Hashable, Sendable {
  /// Bytes of the file, or bytes when unpacked.
  case fileSize(Int), unpackedSize(Int)
  /// Rows with a value; columns of one row.
  case rows(Int), columns(Int)
  /// Characters of one cell.
  case cellLength(Int)
  /// Bytes the worker may use.
  case memory(Int)
}

/// How much of a machine one reading may take.
package struct SheetLimits: Sendable, Codable {
  /// Bytes of the file.
  package var fileSize = 64 << 20
  /// Bytes the parts of an archive have when unpacked.
  package var unpackedSize = 512 << 20
  /// Bytes of address space of the process that reads.
  package var memory = 1 << 30
  /// Seconds of processor time; waiting for the worker may take twice as many.
  package var seconds = 60
  package var rows = 200_000
  package var columns = 500
  /// Characters; Excel itself allows 32,767.
  package var cellLength = 32_767

  package init() {}
}

/// Which sheet to read, and how.
package struct SheetOptions: Sendable {
  /// Name of the sheet; `nil` for the first visible one with a value.
  package var sheet: String?
  /// Whether every cell of a merged region gets the region's value.
  package var fillsMerged = true
  package var limits = SheetLimits()

  package init(sheet: String? = nil, fillsMerged: Bool = true, limits: SheetLimits = SheetLimits()) {
    self.sheet = sheet
    self.fillsMerged = fillsMerged
    self.limits = limits
  }
}
