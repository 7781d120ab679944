import Accounts
import ArgumentParser
import Composition
import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// `qiao admin`
struct AdminCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admin", abstract: "Platform administrators.", subcommands: [Create.self, ResetPassword.self])

  /// `qiao admin create`
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: "Make a platform administrator; prints a link on which to set the password.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The name to sign in with.")
    var account: String

    @Option(help: "The name that others see; without it the sign-in name.")
    var name: String?

    func run() async throws {
      let installation = try await OpenedInstallation.open(try common.settings())
      let services = installation.services
      let (ids, now) = (services.ids, services.now)
      do {
        let made = try await CreateAdministrator(services)(
          NewAccount(signInName: account, displayName: name ?? account)
        ) { id, connection in
          try MembershipStore.insert(
            Membership(
              id: ids.next(), accountID: id, role: .platformAdministrator, schoolID: nil, departmentID: nil,
              enterpriseID: nil, organisationName: ""), at: now, on: connection)
        }
        if case .link(let path) = made.entrance { Output.line("\(installation.settings.baseURL)\(path)") }
      } catch AccountsError.invalid(let problems) {
        let t = services.localizer(.english)
        throw Failure(problems.map { t($0.message) }.joined(separator: "; "), .wrongData)
      }
      try await installation.database.close()
    }
  }

  /// `qiao admin reset-password`
  struct ResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reset-password",
      abstract: "Give an account a one-time password; its sessions and tokens end.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The name the person signs in with.")
    var account: String

    @Flag(help: "Also remove the second factor, when the phone is lost.")
    var removeSecondFactor = false

    func run() async throws {
      let installation = try await OpenedInstallation.open(try common.settings())
      let name = account
      guard
        let found = try await installation.database.read({ try AccountStore.find(signInName: name, on: $0) })
      else {
        throw Failure("there is no account named \(account)", .wrongData)
      }
      let password = try await RestoreAccess(installation.services)
        .withPassword(of: found.id, removesSecondFactor: removeSecondFactor)
      Output.line("One-time password of \(found.signInName): \(password)")
      Output.line("It has to be replaced at the next sign-in.")
      try await installation.database.close()
    }
  }
}
