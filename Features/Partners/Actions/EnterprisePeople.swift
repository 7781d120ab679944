import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views

/// Who is to work in an enterprise's space.
struct NewEnterprisePerson: Sendable, Hashable {
  var name = ""
  var mail = ""
  var phone = ""
  var role: Role? = .enterpriseAdministrator

  static let roles: [Role] = [.enterpriseAdministrator, .enterpriseMentor]

  static let fields = RecordDescription<NewEnterprisePerson>(
    [
      Field("name", \.name, .line(max: 60), label: "partners.space.person.name", isRequired: true, autocomplete: "off"),
      Field("mail", \.mail, .mail, label: "partners.space.person.mail", autocomplete: "off"),
      Field("phone", \.phone, .phone, label: "partners.space.person.phone", autocomplete: "off"),
      Field(
        "role", \.role, .choice(roles.map { Choice($0.rawValue, .key($0.label)) }),
        label: "partners.space.person.role", isRequired: true),
    ],
    rules: [
      RecordRule(over: ["mail", "phone"]) { person in
        // A number that several people share says nothing of who signs in.
        let isMobile = PhoneNumber.canonical(person.phone).map(PhoneNumber.isMobile) ?? false
        return person.mail.isEmpty && !isMobile ? FieldProblem("mail", "partners.space.problem.reach") : nil
      }
    ])
}

/// Lets a person into an enterprise's space: a membership for somebody who has
/// an account, else an account with an invitation, in one transaction.
struct InviteEnterprisePerson: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What came of it.
  struct Outcome: Sendable, Hashable {
    let membershipID: ID<Membership>
    let name: String
    /// `/invitation/…` for a person who sets a password first; `nil` for one who signs in already.
    let path: String?
    let isMailed: Bool
  }

  /// A school invites the administrator of one of its partners.
  /// - Throws: `SpaceError.notFound`, `Invalid`.
  func callAsFunction(
    _ new: NewEnterprisePerson, to partnership: ID<Partnership>, language: Language, by actor: Actor
  ) async throws -> Outcome {
    try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(partnership, in: actor.scope, on: connection) else {
        throw SpaceError.notFound
      }
      return try invite(
        new, to: partner.enterprise, language: language, by: actor,
        subject: .partner(partner.partnership, partner.enterprise), school: partner.partnership.schoolID,
        on: connection)
    }
  }

  /// An administrator invites a colleague.
  func callAsFunction(
    _ new: NewEnterprisePerson, language: Language, by actor: Actor
  ) async throws -> Outcome {
    let act = SpaceAct(services, by: actor)
    return try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      return try invite(
        new, to: enterprise, language: language, by: actor, subject: .enterprise(enterprise), school: nil,
        on: connection)
    }
  }

  private func invite(
    _ new: NewEnterprisePerson, to enterprise: Enterprise, language: Language, by actor: Actor,
    subject: AuditEntry.Subject, school: ID<School>?, on connection: any WriteConnection
  ) throws -> Outcome {
    guard let role = new.role, NewEnterprisePerson.roles.contains(role) else {
      throw Invalid([FieldProblem("role", "kit.records.required")])
    }
    let id: ID<Membership> = services.ids.next()
    let known = try self.known(new, on: connection)
    let account: ID<Account>
    do {
      account = try known?.id ?? makeAccount(new, by: actor, on: connection)
    } catch AccountsError.invalid(let problems) {
      throw Invalid(problems.map { FieldProblem($0.field == "display_name" ? "name" : $0.field, $0.message) })
    }
    let name = known?.displayName ?? new.name
    do {
      // A statement that fails would otherwise end the whole transaction on PostgreSQL.
      try connection.savepoint {
        try MembershipStore.insert(
          Membership(
            id: id, accountID: account, role: role, schoolID: nil, departmentID: nil, enterpriseID: enterprise.id,
            organisationName: enterprise.menuName), at: services.now, on: connection)
      }
    } catch DatabaseError.unique {
      throw Invalid([FieldProblem("mail", "partners.space.problem.isMember", ["name": name])])
    }
    try services.audit.record(
      AuditEntry(
        action: "partners.space.person.invited", subject: subject, accountID: actor.accountID.rawValue,
        schoolID: school?.rawValue,
        changes: [
          FieldChange(field: "person", before: .none, after: .text(Masking.name(name))),
          FieldChange(field: "role", before: .none, after: .text(role.rawValue)),
        ], at: services.now), on: connection)
    // A link to set a password opens everything that the account may do. Whoever waits for one from elsewhere as well
    // gets none here, or an enterprise would come into a school by inviting its people.
    let isOnlyHere = try EnterprisePeopleStore.works(account, onlyFor: enterprise.id, on: connection)
    if let known, known.hasPassword || known.isDemo || !isOnlyHere {
      try services.notices.post(
        Notice(
          accountIDs: [account.rawValue],
          message: Message("partners.space.notice.added", ["name": enterprise.name]),
          path: OrganizationsLinks.ownMemberships.text, alsoByMail: true), on: connection)
      return Outcome(membershipID: id, name: name, path: nil, isMailed: !new.mail.isEmpty)
    }
    let path = try InviteAccount(services)(
      account, organisation: enterprise.name, language: language, by: actor.accountID, on: connection)
    return Outcome(membershipID: id, name: name, path: path, isMailed: !new.mail.isEmpty)
  }

  /// The account that has this mail or mobile number.
  private func known(_ new: NewEnterprisePerson, on connection: any Connection) throws -> Account? {
    let found: Account?
    if !new.mail.isEmpty,
      let account = try AccountStore.find(named: new.mail, sealer: services.sealer, on: connection)
    {
      found = account
    } else if let phone = new.mobile {
      found = try AccountStore.find(named: phone, sealer: services.sealer, on: connection)
    } else {
      found = nil
    }
    guard let found else { return nil }
    guard found.status == .active else {
      throw Invalid([FieldProblem(new.mail.isEmpty ? "phone" : "mail", "partners.space.problem.closedAccount")])
    }
    return found
  }

  private func makeAccount(
    _ new: NewEnterprisePerson, by actor: Actor, on connection: any WriteConnection
  ) throws -> ID<Account> {
    try CreateAccount(services)(
      NewAccount(
        signInName: try signInName(new, on: connection), displayName: new.name,
        contact: Contact(phone: new.mobile, mail: new.mail.isEmpty ? nil : new.mail)),
      by: actor.accountID, on: connection)
  }

  /// A name to sign in by that nobody has yet, made from the mail; people may
  /// sign in by mail and phone as well, and change the name.
  private func signInName(_ new: NewEnterprisePerson, on connection: any Connection) throws -> String {
    let local = SignInName.canonical(String(new.mail.prefix { $0 != "@" }))
      .filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    let base = SignInName.problem(in: local) == nil && local.count <= 34 ? local : "qy"
    for number in 1...50 where base != "qy" {
      let name = number == 1 ? base : "\(base)\(number)"
      if try AccountStore.find(signInName: name, on: connection) == nil { return name }
    }
    return "qy-\(services.ids.next(Account.self))"
  }
}

extension NewEnterprisePerson {
  /// The number where it is one person's.
  var mobile: String? { PhoneNumber.canonical(phone).flatMap { PhoneNumber.isMobile($0) ? $0 : nil } }
}

extension Enterprise {
  /// How the menu of its people calls it.
  var menuName: String { shortName.isEmpty ? name : shortName }
}

/// Invites a person again who has not set a password yet; the earlier link ends.
struct RenewEnterpriseInvitation: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `SpaceError.notFound` for people of others, for one who has joined, and for one whom others have invited
  ///   as well: the link sets the password of everything that the account may do.
  func callAsFunction(
    _ id: ID<Membership>, of enterprise: Enterprise, language: Language, by actor: Actor
  ) async throws -> InviteEnterprisePerson.Outcome {
    let services = services
    return try await services.database.write { connection in
      guard let person = try EnterprisePeopleStore.person(id, of: enterprise.id, on: connection), !person.hasJoined,
        try EnterprisePeopleStore.works(person.accountID, onlyFor: enterprise.id, on: connection)
      else { throw SpaceError.notFound }
      let path = try InviteAccount(services)(
        person.accountID, organisation: enterprise.name, language: language, by: actor.accountID, on: connection)
      let mail = try ContactStore.load(of: person.accountID, sealer: services.sealer, on: connection).mail
      return InviteEnterprisePerson.Outcome(
        membershipID: id, name: person.name, path: path, isMailed: mail != nil)
    }
  }
}
