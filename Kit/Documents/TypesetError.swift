import Foundation

/// Why a document was not made. The label is that of the request: the record that was to be typeset.
package enum TypesetError: Error, Hashable, Sendable {
  /// A font that documents are set in is not installed.
  case fontMissing(family: String)
  /// There is no template of that name.
  case templateMissing(String)
  /// The template is wrong, or the data is not what it expects.
  case template(TemplateFault, label: String)
  /// Nested too deeply, or no JSON.
  case data(label: String)
  /// A file with a name or of a kind that documents do not take.
  case fileName(String, label: String)
  /// The PDF would have more bytes than it may.
  case tooLarge(limit: Int, label: String)
  case memory(limit: Int, label: String)
  case timedOut(label: String)
  /// The process ended without telling why.
  case died(label: String)
  /// The file could not be written: the system's reason, for the operator.
  case notWritten(reason: String)
  /// The worker cannot be started; the reason is for the operator.
  case workerMissing(reason: String)
}

/// What is wrong in a template, and where.
package struct TemplateFault: Hashable, Sendable {
  /// The template asked for.
  package let template: String
  /// The file with the fault: the template itself or one that it uses.
  package let file: String
  /// From 1; 0 when it is not known.
  package let line: Int
  /// In the words of the typesetter (English).
  package let reason: String
}

extension TypesetError: CustomStringConvertible {
  /// A sentence for the operator; pages say `TypesetError.message` of Platform.
  package var description: String {
    switch self {
    case .fontMissing(let family):
      "the font \(family) is not installed: apt-get install fonts-noto-cjk, or name its folder in the setting fonts"
    case .templateMissing(let name):
      "there is no template \(name)"
    case .template(let fault, let label):
      "template \(fault.file), line \(fault.line), at \(label): \(fault.reason)"
    case .data(let label):
      "the data of \(label) cannot be read"
    case .fileName(let name, let label):
      "\(name) of \(label) is no picture that documents take"
    case .tooLarge(let limit, let label):
      "the document of \(label) is larger than \(limit) bytes"
    case .memory(let limit, let label):
      "the document of \(label) needs more than \(limit >> 20) MiB"
    case .timedOut(let label):
      "the document of \(label) takes too long"
    case .died(let label):
      "the typesetter ended at \(label)"
    case .notWritten(let reason):
      "the document cannot be written: \(reason)"
    case .workerMissing(let reason):
      reason
    }
  }
}

extension TypesetError {
  /// What happened, without the record's name: for logs, which hold no names of people.
  package var kind: String {
    switch self {
    case .fontMissing(let family): "the font \(family) is missing"
    case .templateMissing(let name): "there is no template \(name)"
    case .template(let fault, _): "template \(fault.file), line \(fault.line): \(fault.reason)"
    case .data: "data"
    case .fileName: "name of a file"
    case .tooLarge: "too large"
    case .memory: "out of memory"
    case .timedOut: "out of time"
    case .died: "the typesetter ended"
    case .notWritten(let reason), .workerMissing(let reason): reason
    }
  }

  /// What the worker refused.
  init?(_ refusal: WorkerRefusal, of request: TypesetRequest) {
    switch refusal.code {
    case "fontMissing":
      self = .fontMissing(family: refusal.detail ?? "")
    case "templateMissing":
      self = .templateMissing(refusal.detail ?? request.template)
    case "template":
      let hints = (refusal.hints ?? []).map { " (\($0))" }.joined()
      self = .template(
        TemplateFault(
          template: request.template, file: refusal.file ?? "", line: refusal.line ?? 0,
          reason: (refusal.detail ?? "") + hints),
        label: request.label)
    case "data":
      self = .data(label: request.label)
    case "fileName":
      self = .fileName(refusal.detail ?? "", label: request.label)
    case "tooLarge":
      self = .tooLarge(limit: refusal.value ?? 0, label: request.label)
    default:
      return nil
    }
  }

  /// What ended the process.
  init(_ failure: WorkerFailure, of request: TypesetRequest) {
    self =
      switch failure {
      case .gone(.memory): .memory(limit: request.limits.memory, label: request.label)
      case .gone(.time), .late: .timedOut(label: request.label)
      case .gone(.crash), .gone(.unknown), .garbled: .died(label: request.label)
      }
  }
}
