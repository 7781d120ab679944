import Localization
import Organizations
import Values
import Views
import Web

/// The follow-up tasks of a visit, with what their reader may do with each.
struct VisitTaskList {
  let member: Member
  let visit: Visit
  let tasks: [VisitTask]
  /// Whether the reader may act on tasks of others.
  let mayChange: Bool

  var html: HTML {
    guard !tasks.isEmpty else { return "<p class=\"soft\">\(member.t("partners.visit.task.none"))</p>" }
    return "<div class=\"stack\">\(tasks.map(line))</div>"
  }

  private func line(_ task: VisitTask) -> HTML {
    let (t, today) = (member.t, member.now.day)
    let words = VisitWords(t: t)
    let due: HTML = task.state == .open ? " · \(DueDate(task.dueOn, today: today, t))" : .empty
    let note: HTML = task.note.isEmpty ? .empty : "<br/><span class=\"soft\">\(task.note)</span>"
    return """
      <div><b>\(task.title)</b> \(words.taskBadge(task))<br/>\
      <span class="soft">\(task.ownerName) · \(task.dueOn)</span>\(due)\(note)\(acts(task))</div>
      """
  }

  private func acts(_ task: VisitTask) -> HTML {
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    guard member.actor.may(.visitsWrite), mayChange || task.ownerID == member.actor.accountID else { return .empty }
    let version = [(name: "version", value: "\(task.version)")]
    func button(_ act: VisitTask.Act, _ icon: Icon, confirm: String? = nil) -> HTML {
      PostButton(
        t("partners.visit.task.\(act.rawValue)"), to: VisitLinks.task(task.id, of: visit.id, act), csrf: csrf,
        icon: icon, fields: version, confirm: confirm, isSmall: true
      ).html
    }
    var buttons = HTML.empty
    if task.state == .open { buttons += button(.finish, .check) }
    if task.isUndoable { buttons += button(.undo, .undo) }
    guard task.state == .open else { return "<div class=\"actions\">\(buttons)</div>" }
    buttons += button(.cancel, .close, confirm: t("partners.visit.task.cancel.confirm", ["title": task.title]))
    let later = FormView(
      action: VisitLinks.task(task.id, of: visit.id, .postpone), csrf: csrf, guardsChanges: false, t,
      """
      \(FormField.hidden("version", "\(task.version)"))\
      \(FormField.date("until-\(task.id)", label: t("partners.visit.task.until"), value: "", min: task.dueOn.adding(days: 1).description))\
      \(FormField.text("note-\(task.id)", label: t("partners.visit.task.note"), maxLength: 200))\
      \(ButtonBar("\(Button(t("partners.visit.task.postpone"), isSmall: true))"))
      """)
    return """
      <div class="actions">\(buttons)</div>\
      <details><summary class="disclosure">\(Icon.chevronRight)\(t("partners.visit.task.postpone"))</summary>\(later)</details>
      """
  }
}
