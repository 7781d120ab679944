import Foundation

/// What is asked of the worker, as `Documents/worker/reading.py` describes it.
enum WorkerRequest {
  case ping
  case read(path: String, name: String, SheetOptions)

  /// The body of a frame of JSON.
  func json() throws -> Data {
    switch self {
    case .ping:
      return Data(#"{"op":"ping"}"#.utf8)
    case .read(let path, let name, let options):
      return try JSONEncoder().encode(
        Read(path: path, name: name, sheet: options.sheet, fillMerged: options.fillsMerged, limits: options.limits))
    }
  }

  private struct Read: Encodable {
    let op = "read"
    let path: String
    let name: String
    let sheet: String?
    let fillMerged: Bool
    let limits: SheetLimits
  }
}

/// What the worker says.
enum WorkerAnswer: Sendable {
  case hello(missing: [String])
  case versions(DocumentWorker.Versions)
  case sheet(SheetHead)
  case rows([SheetRow])
  case end

  /// - Throws: `WorkerRefusal`; `WorkerFailure.garbled` for what it never says.
  init(_ frame: WorkerFrame) throws {
    switch frame.kind {
    case UInt8(ascii: "R"):
      self = .rows(SheetRow.rows(wire: frame.body))
    case UInt8(ascii: "J"):
      guard let message = try? JSONDecoder().decode(Message.self, from: Data(frame.body)) else {
        throw WorkerFailure.garbled
      }
      if let error = message.error { throw error }
      if let hello = message.hello {
        self = .hello(missing: hello.missing)
      } else if let found = message.versions {
        self = .versions(.init(python: found.python, calamine: found.calamine, typst: found.typst))
      } else if let head = message.sheet {
        self = .sheet(head)
      } else if message.end != nil {
        self = .end
      } else {
        throw WorkerFailure.garbled
      }
    default:
      throw WorkerFailure.garbled
    }
  }

  private struct Message: Decodable {
    struct Hello: Decodable { let missing: [String] }
    struct Versions: Decodable {
      let python: String
      let calamine: String?
      let typst: String?

      enum CodingKeys: String, CodingKey {
        case python
        case calamine = "python-calamine"
        case typst
      }
    }
    struct End: Decodable {}

    let hello: Hello?
    let versions: Versions?
    let sheet: SheetHead?
    let end: End?
    let error: WorkerRefusal?
  }
}

/// The worker's refusal in the words of the protocol; a full answer, after which it is ready for more.
struct WorkerRefusal: Error, Decodable {
  let code: String
  let limit: String?
  let value: Int?
  let detail: String?
  /// Where in a template.
  let file: String?
  let line: Int?
  let hints: [String]?

  var sheetError: SheetError {
    switch code {
    case "passwordProtected": .passwordProtected
    case "empty": .empty
    case "unsupportedType": .unsupportedType
    case "noSuchSheet": .noSuchSheet
    case "tooLarge": passedLimit.map { .tooLarge($0) } ?? .unreadable
    default: .unreadable
    }
  }

  private var passedLimit: SheetLimit? {
    guard let value else { return nil }
    return switch limit {
    case "fileSize": .fileSize(value)
    case "unpackedSize": .unpackedSize(value)
    case "rows": .rows(value)
    case "columns": .columns(value)
    case "cellLength": .cellLength(value)
    case "memory": .memory(value)
    default: nil
    }
  }
}

extension SheetError {
  /// What the worker's refusal or end means to those who read a sheet; other errors as they are.
  static func of(_ error: any Error, lease: WorkerLease, limits: SheetLimits) -> any Error {
    let ended = lease.end(with: error) { failure in
      switch failure {
      case .gone(.memory): SheetError.tooLarge(.memory(limits.memory))
      case .gone(.time), .late: SheetError.timedOut
      case .gone(.crash), .gone(.unknown), .garbled: SheetError.crashed
      }
    }
    return (ended as? WorkerRefusal)?.sheetError ?? ended
  }
}

/// What ends a process rather than a request.
enum WorkerFailure: Error {
  /// Why it died; the worker's exit code tells (`worker.py`).
  enum Cause { case memory, time, crash, unknown }

  case gone(Cause)
  case late
  case garbled
}
