package import Documents
package import Localization
package import Values

extension Services {
  /// Makes PDFs; `docs/documents.md` shows how.
  package var typesetter: Typesetter { documents.typesetter }

  /// Signs PDFs with the installation's certificate.
  package var signer: DocumentSigner { documents.signer }
}

extension DocumentFrame {
  /// The frame of a document in the reader's language: page numbers below, and when it was made.
  ///
  /// - Parameters:
  ///   - school: who issues it, above every page.
  ///   - number: of the document or record, in words: `t("agreements.document.number", …)`; may be empty.
  package init(
    _ t: Localizer, school: String, title: String, subtitle: String = "", number: String = "", made: Instant
  ) {
    self.init(
      language: t.language.rawValue, school: school, title: title, subtitle: subtitle, number: number,
      pages: t("kit.documents.pages", ["page": "{page}", "pages": "{pages}"]),
      footer: t("kit.documents.made", ["time": made.minuteText]))
  }
}

extension TypesetError {
  /// What to tell a person; the operator's sentence is `description`.
  package var message: Message {
    switch self {
    case .fontMissing(let family):
      Message("kit.documents.fontMissing", ["font": family])
    case .templateMissing(let name):
      Message("kit.documents.templateMissing", ["template": name])
    case .template(let fault, let label):
      Message(
        "kit.documents.template",
        ["record": label, "template": fault.file, "line": "\(fault.line)", "reason": fault.reason])
    case .data(let label), .fileName(_, let label):
      Message("kit.documents.data", ["record": label])
    case .tooLarge(_, let label), .memory(_, let label), .timedOut(let label):
      Message("kit.documents.tooLarge", ["record": label])
    case .died(let label):
      Message("kit.documents.died", ["record": label])
    case .notWritten:
      Message("app.full")
    case .workerMissing:
      Message("kit.documents.workerMissing")
    }
  }
}
