package import Localization
package import Records
package import Views

/// What an error page has to say; the application gives it its layout.
package struct ErrorPage: Sendable {
  package let status: Int
  package let title: Message
  package let explanation: Message
  /// For 422: what is wrong, field by field.
  package let problems: [FieldProblem]
  /// What the reader may quote so that the log entry is found.
  package let requestID: String
  package let localizer: Localizer

  /// A whole page without layout, style or script: the last resort.
  package func plain() -> HTML {
    let items = problems.map { problem -> HTML in "<li>\(localizer(problem.message))</li>" }
    let list: HTML = items.isEmpty ? .empty : "<ul>\(items)</ul>"
    return """
      <!DOCTYPE html>
      <html lang="\(localizer.language.rawValue)">
      <head><meta charset="utf-8"/><title>\(localizer(title))</title></head>
      <body>
      <main>
      <h1>\(status) \(localizer(title))</h1>
      <p>\(localizer(explanation))</p>
      \(list)
      <p>\(localizer("kit.web.error.reference", ["id": requestID]))</p>
      <p><a href="/">\(localizer("kit.web.error.home"))</a></p>
      </main>
      </body>
      </html>
      """
  }
}
