import Composition
import Database
import Documents
import Security

/// The exit codes of `qiao`, after BSD's sysexits where one fits; documented in docs/operations.md.
enum ExitStatus: Int32 {
  case failed = 1
  /// Some rows were refused; the rest was not written either unless told so.
  case wrongData = 65
  /// The database, the port or the worker cannot be had.
  case unavailable = 69
  case cannotWrite = 73
  case tryAgain = 75
  case notPermitted = 77
  case wrongSettings = 78
}

/// Why a command ends: one sentence that says what to do, and the exit code.
struct Failure: Error {
  let sentence: String
  let code: ExitStatus

  init(_ sentence: String, _ code: ExitStatus = .failed) {
    self.sentence = sentence
    self.code = code
  }

  /// What an operator should read for errors of the parts below; `nil` for
  /// those of the command line itself.
  init?(describing error: any Error) {
    switch error {
    case let error as SettingError:
      self.init(error.description, .wrongSettings)
    case let error as DatabaseError:
      switch error {
      case .unavailable(let reason):
        // libpq's messages have several lines.
        let words = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.init(
          "the database cannot be opened (\(words)); see that it runs and that --database and --data name it",
          .unavailable)
      case .busy, .conflict:
        self.init("another process holds the database; stop it or try again", .tryAgain)
      case .full:
        self.init("the disk is full; free some space and run the command again", .cannotWrite)
      case .failed(let code, let message):
        self.init("the database refused: \(message) (\(code))")
      case .unique(let detail), .foreignKey(let detail), .check(let detail), .notNull(let detail):
        self.init("the database refused a row: \(detail)", .wrongData)
      }
    case let error as MigrationError:
      self.init(Self.sentence(error), .wrongSettings)
    case let error as AssemblyError:
      self.init(error.description, .cannotWrite)
    case let error as KeyFileError:
      switch error {
      case .readableByOthers: self.init(error.description, .notPermitted)
      case .cannotWrite: self.init(error.description, .cannotWrite)
      case .malformed, .cannotRead: self.init(error.description, .wrongSettings)
      }
    case XlsxError.cannotWrite(let detail):
      self.init("the file cannot be written (\(detail)); choose another place for it", .cannotWrite)
    default:
      return nil
    }
  }

  private static func sentence(_ error: MigrationError) -> String {
    switch error {
    case .databaseIsNewer(let step):
      "the database is from a newer version (step \(step)); use that version, or restore a backup made before the update"
    case .changed(let step), .reordered(let step, _):
      "step \(step) of the schema is not what it was when it was applied; this program is not a release of Qiao"
    case .failed(let step, let statement, let cause):
      "step \(step) of the schema failed at statement \(statement): \(cause); nothing was changed"
    }
  }
}
