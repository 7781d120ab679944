import CLibPQ
import Database

/// A refusal of the server as it came.
struct ServerError: Error {
  /// SQLSTATE, five letters and digits.
  let code: String
  let message: String
  let constraint: String
  let table: String
  let column: String

  init(_ result: OpaquePointer) {
    // The values that `libpq-fe.h` and the protocol give these fields.
    func field(_ name: Character) -> String {
      guard let ascii = name.asciiValue, let text = PQresultErrorField(result, CInt(ascii)) else {
        return ""
      }
      return String(cString: text)
    }
    code = field("C")
    message = field("M")
    constraint = field("n")
    table = field("t")
    column = field("c")
  }

  /// Another transaction was in the way; running the body again can succeed.
  var isConflict: Bool { code == "40001" || code == "40P01" }

  /// A prepared statement no longer fits the tables; prepared anew it does.
  var isStalePlan: Bool {
    code == "26000"
      || (code == "0A000" && message.contains("cached plan must not change result type"))
  }

  /// Stopped because somebody asked, not because of a timeout.
  var isCancellation: Bool { code == "57014" && message.contains("user request") }

  /// The same in the words both engines share. Details that hold values are left out: this reaches the log.
  var translated: DatabaseError {
    switch code {
    case "23505", "23P01": .unique(detail: constraint)
    case "23503": .foreignKey(detail: constraint)
    case "23514": .check(detail: constraint)
    case "23502": .notNull(detail: "\(table).\(column)")
    case "P0001": .check(detail: message)
    case "40001", "40P01": .conflict
    case "55P03": .busy
    case "53100": .full
    case _
    where code.hasPrefix("08") || code.hasPrefix("53") || code.hasPrefix("57P")
      || code.hasPrefix("58"):
      .unavailable(message)
    case _ where code.hasPrefix("22"):
      // "invalid input syntax for type bigint: "138…"": what follows the colon is a value.
      .failed(code: code, message: String(message.prefix { $0 != ":" }))
    default: .failed(code: code, message: message)
    }
  }
}
