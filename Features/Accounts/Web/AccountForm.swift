import Localization
import Records
import Views
import Web

/// The problems of a form of this feature, said at the fields and above them.
struct AccountForm: Sendable {
  let problems: [FieldProblem]
  let t: Localizer
  /// Empty for visitors.
  let csrf: String

  init(_ exchange: Exchange) {
    self.init([], exchange)
  }

  init(_ problems: [FieldProblem], _ exchange: Exchange) {
    self.problems = problems
    t = exchange.localizer
    csrf = exchange.csrfToken
  }

  var hasProblems: Bool { !problems.isEmpty }

  /// 422 for a form that comes back.
  var status: Int { hasProblems ? 422 : 200 }

  func error(_ field: String) -> String? {
    problems.first { $0.field == field }.map { t($0.message) }
  }

  /// - Parameter labels: the labels of the fields on the page, by name.
  func summary(_ labels: [String: String]) -> HTML {
    ErrorSummary(
      problems.map { problem in
        let label = labels[problem.field]
        return ErrorSummary.Problem(field: label == nil ? nil : problem.field, label: label, t(problem.message))
      }, t
    ).html
  }

  /// The two fields of a new password.
  var newPassword: HTML {
    """
    \(FormField.password(
      "new_password", label: t("accounts.field.newPassword"), isNew: true, hint: t("accounts.field.newPassword.hint"),
      error: error("new_password"), t))
    \(FormField.password(
      "repeated_password", label: t("accounts.field.repeatedPassword"), isNew: true, error: error("repeated_password"), t))
    """
  }

  var newPasswordLabels: [String: String] {
    [
      "new_password": t("accounts.field.newPassword"), "repeated_password": t("accounts.field.repeatedPassword"),
      "current_password": t("accounts.field.currentPassword"),
    ]
  }
}
