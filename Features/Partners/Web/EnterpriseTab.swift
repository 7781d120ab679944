import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views
import Web

/// `/partners/{partner}/enterprise`: what the enterprise itself keeps, as far
/// as this school may see it, and who keeps it.
struct EnterpriseTab {
  let member: Member
  let partner: Partner
  let problems: [FieldProblem]
  private let sight: EnterpriseChangeStore.Sight
  private let found: Found

  private struct Found: Sendable {
    let changes: [EnterpriseChange]
    let shared: SharedWith
    let statement: EnterpriseStatement
    let documents: [EnterpriseDocument]
    let page: PublicityPage?
    let people: [(person: EnterprisePeopleStore.Person, contact: Contact)]
    let request: IdentityRequest?
  }

  private static let mostChanges = 40

  static func load(
    _ member: Member, _ partner: Partner, _ sight: EnterpriseChangeStore.Sight, problems: [FieldProblem]
  ) async throws -> EnterpriseTab {
    let (id, school, sealer) = (partner.enterprise.id, partner.partnership.schoolID, member.services.sealer)
    let found = try await member.services.database.read { connection in
      let shared = try ShareStore.shared(by: id, with: school, on: connection)
      return Found(
        changes: try EnterpriseChangeStore.changes(for: partner.partnership, limit: mostChanges, on: connection),
        shared: shared, statement: try SpaceStore.statement(of: id, on: connection),
        documents: shared.parts.contains(.documents) ? try SpaceStore.documents(of: id, on: connection) : [],
        page: try PublicityStore.page(of: id, on: connection),
        people: try EnterprisePeopleStore.people(of: id, on: connection)
          .filter { $0.role == .enterpriseAdministrator }
          .map { ($0, try ContactStore.load(of: $0.accountID, sealer: sealer, on: connection)) },
        request: try IdentityRequestStore.open(of: id, on: connection))
    }
    return EnterpriseTab(member: member, partner: partner, problems: problems, sight: sight, found: found)
  }

  private var t: Localizer { member.t }
  private var csrf: String { member.exchange.csrfToken }
  private var id: ID<Partnership> { partner.partnership.id }

  var html: HTML {
    """
    \(summary)<div class="columns"><div class="stack">\(request)\(changes)\(figures)\(documents)</div>\
    <div class="stack">\(people)\(page)</div></div>
    """
  }

  private var summary: HTML {
    ErrorSummary(problems.map { ErrorSummary.Problem(field: $0.field, t($0.message)) }, t).html
  }

  // MARK: Changes

  private var changes: HTML {
    let words = ChangeWords(t: t)
    let (new, old) = (
      found.changes.filter { $0.id.rawValue > sight.seenID }, found.changes.filter { $0.id.rawValue <= sight.seenID }
    )
    let seen: HTML =
      sight.seenAt.map { at -> HTML in
        "<p class=\"soft\">\(t("partners.space.changes.seenBy", ["name": sight.seenBy])) \(RelativeTime(at, now: member.now, t))</p>"
      } ?? .empty
    if found.changes.isEmpty {
      return Card(
        t("partners.space.changes"),
        EmptyState(
          icon: .history, title: t("partners.space.changes.none"), text: t("partners.space.changes.none.text"))
      ).html
    }
    let fresh: HTML =
      new.isEmpty
      ? "<p>\(t("partners.space.changes.allSeen"))</p>" : Timeline(new.map(words.entry), now: member.now, t).html
    let earlier: HTML =
      old.isEmpty
      ? .empty
      : """
      <details class="screen-only"><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.space.changes.earlier", ["count": "\(old.count)"]))</summary>\
      \(Timeline(old.map(words.entry), now: member.now, t))</details>
      """
    return Card(
      t("partners.space.changes"), actions: new.isEmpty ? .empty : UnseenChanges.button(member, partner, new.first?.id),
      "\(fresh)\(seen)\(earlier)"
    ).html
  }

  // MARK: What is shared

  private var figures: HTML {
    let parts = found.shared.parts
    guard parts.contains(.figures) || parts.contains(.wishes) else {
      return Card(t("partners.space.shared"), "<p class=\"soft\">\(t("partners.space.shared.none"))</p>").html
    }
    let names =
      (parts.contains(.figures) ? SaveStatement.figures : []) + (parts.contains(.wishes) ? SaveStatement.wishes : [])
    return Card(t("partners.space.shared"), StatementList(t: t, statement: found.statement, names: names).html).html
  }

  private var documents: HTML {
    guard found.shared.parts.contains(.documents) else { return .empty }
    let items = found.documents.map { document in
      DocumentLine(t: t, document: document, link: SpaceLinks.document(document.id, of: id)).html
    }
    return Card(
      t("partners.space.part.documents"),
      items.isEmpty
        ? "<p class=\"soft\">\(t("partners.space.document.empty"))</p>" : "<ul class=\"files\">\(items)</ul>"
    ).html
  }

  // MARK: Accounts of the enterprise

  private var people: HTML {
    let invite: HTML =
      member.actor.may(.partnersManage)
      ? LinkButton(t("partners.space.invite"), to: SpaceLinks.invite(id), icon: .plus, isSmall: true).html : .empty
    guard !found.people.isEmpty else {
      return Card(
        t("partners.space.administrators"), actions: invite,
        "<p class=\"soft\">\(t("partners.space.administrators.none"))</p>"
      ).html
    }
    let rows = found.people.map { person, contact -> HTML in
      let reach = [contact.mail.map { Masking.mail($0) }, contact.phone.map { Masking.phone($0) }]
        .compactMap(\.self).joined(separator: " · ")
      let state: HTML = person.hasJoined ? .empty : " \(Badge(.warning, t("partners.space.person.invited")))"
      let renew: HTML =
        person.hasJoined || !member.actor.may(.partnersManage)
        ? .empty
        : PostButton(
          t("partners.space.person.renew"),
          to: Link("\(SpaceLinks.administrators(id).text)/\(person.membershipID)/invite"), csrf: csrf, icon: .mail,
          isSmall: true
        ).html
      return "<li><span>\(person.name)\(state)</span><span class=\"soft\">\(reach)</span>\(renew)</li>"
    }
    return Card(
      t("partners.space.administrators"), actions: invite, isFlush: true, "<ul class=\"lines\">\(rows)</ul>"
    ).html
  }

  // MARK: The publicity page

  private var page: HTML {
    guard let page = found.page, page.published != nil else {
      return Card(t("partners.space.page"), "<p class=\"soft\">\(t("partners.space.page.none"))</p>").html
    }
    let isInSight = page.visibility == .everybody || found.shared.parts.contains(.page)
    if let hiding = page.hiding {
      let back: HTML =
        member.actor.may(.enterprisesModerate) && HidePage.mayShow(hiding, member.actor)
        ? PostButton(t("partners.space.page.show"), to: SpaceLinks.show(id), csrf: csrf, icon: .eye, isSmall: true).html
        : .empty
      return Card(
        t("partners.space.page"), actions: back,
        """
        \(Alert(.warning, title: t("partners.space.page.isHidden"), "<p>\(hiding.reason)</p>"))
        """
      ).html
    }
    guard isInSight else {
      return Card(t("partners.space.page"), "<p class=\"soft\">\(t("partners.space.page.notShared"))</p>").html
    }
    let badge = Badge(
      page.visibility == .everybody ? .ok : .info, t("partners.space.page.visibility.\(page.visibility.rawValue)"))
    let when = page.publishedAt.map { t("partners.space.page.publishedOn", ["date": $0.day.description]) } ?? ""
    return Card(
      t("partners.space.page"),
      actions: LinkButton(
        t("partners.space.page.open"), to: SpaceLinks.show(partner.enterprise.id), icon: .external, isSmall: true
      ).html,
      "<p>\(badge) <span class=\"soft\">\(when)</span></p>\(hideForm)"
    ).html
  }

  private var hideForm: HTML {
    guard member.actor.may(.enterprisesModerate) else { return .empty }
    let error = problems.first { $0.field == "reason" }.map { t($0.message) }
    let form = FormView(
      action: SpaceLinks.hide(id), csrf: csrf, guardsChanges: false, hasErrors: error != nil, t,
      """
      \(FormField.textArea(
        "reason", label: t("partners.space.page.reason"), value: member.exchange.form["reason"] ?? "", rows: 2,
        hint: t("partners.space.page.reason.hint"), error: error, required: true, maxLength: HidePage.longestReason, t))\
      \(ButtonBar("\(Button(t("partners.space.page.hide"), style: .danger))"))
      """)
    return """
      <details class="screen-only"\(if: error != nil, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.space.page.hide"))</summary>\(form)</details>
      """
  }

  // MARK: A new name

  private var request: HTML {
    guard let request = found.request else { return .empty }
    var new = partner.enterprise
    (new.name, new.creditCode, new.creditCodeReason) = (request.name, request.creditCode, request.creditCodeReason)
    let words = ChangeWords(t: t)
    let rows = IdentityFields.difference(from: partner.enterprise, to: new).map { change in
      DifferenceTable.Change(
        words.label(change.field, .identity), before: change.before.plainText, after: change.after.plainText)
    }
    let error = problems.first { $0.field == "answer" }.map { t($0.message) }
    let buttons =
      Button(t("partners.space.identity.accept"), style: .primary, name: "decision", value: "accept").html
      + Button(t("partners.space.identity.refuse"), style: .danger, name: "decision", value: "refuse").html
    let decision: HTML =
      member.actor.may(.enterprisesModerate)
      ? FormView(
        action: SpaceLinks.decide(request.id, of: id), csrf: csrf, guardsChanges: false, hasErrors: error != nil, t,
        """
        \(FormField.text(
          "answer", label: t("partners.space.identity.answer"), value: member.exchange.form["answer"] ?? "",
          hint: t("partners.space.identity.answer.hint"), error: error, maxLength: IdentityRequest.longestReason))\
        \(ButtonBar(buttons))
        """
      ).html : .empty
    return Card(
      t("partners.space.identity.request"),
      """
      <p>\(t("partners.space.identity.asks", ["name": request.askerName, "date": request.askedAt.day.description]))</p>\
      \(DifferenceTable(rows, t))<p><strong>\(t("partners.space.identity.reason"))</strong></p>\
      \(ReviewWords.lines(request.reason))\(decision)
      """
    ).html
  }
}

/// Statements of an enterprise, those that may be shown.
struct StatementList {
  let t: Localizer
  let statement: EnterpriseStatement
  let names: [String]

  var html: HTML {
    DescriptionList(
      names.compactMap { name in
        StatementFields.description.field(name).map { field in
          let text = field.display(field.value(of: statement), t)
          let unit = field.unit.map { " \(t($0))" } ?? ""
          return .text(t(field.label), text.isEmpty ? "" : text + unit, isWide: SaveStatement.wishes.contains(name))
        }
      }
    ).html
  }
}

/// A file of an enterprise in a list.
struct DocumentLine {
  let t: Localizer
  let document: EnterpriseDocument
  let link: Link
  var action: HTML = .empty

  var html: HTML {
    """
    <li>\(Icon.file)<span class="file-words"><a class="file-name" href="\(link)" download="">\(document.name)</a>\
    <span class="soft">\(t("partners.space.document.kind.\(document.kind.rawValue)")) · \
    \(document.uploadedAt.day)</span></span>\(action)</li>
    """
  }
}
