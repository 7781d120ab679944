import Accounts
import ArgumentParser
import Composition
import Database
import Foundation
import Hummingbird
import Jobs
import NIOCore
import Organizations
import Platform
import ServiceLifecycle
import UnixSignals
import Values
import Web

/// `qiao serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the platform; the first start creates the database.")

  @OptionGroup var common: CommonOptions

  @Option(help: "Address to listen on (127.0.0.1).")
  var host: String?

  @Option(help: "Port to listen on (8080); 0 takes a free one.")
  var port: Int?

  @Flag(help: "At the first start, do not load the demo.")
  var empty = false

  func run() async throws {
    let settings = try common.settings(adding: ["host": host, "port": port.map(String.init)])
    var installation = try await OpenedInstallation.open(settings)
    if !installation.applied.isEmpty { Output.line("Database: \(installation.applied.count) steps applied.") }

    var entrance: String?
    let isFirstStart = try await installation.database.read { try AccountStore.isEmpty(on: $0) }
    if isFirstStart {
      if !empty {
        try await DemoFilling.fill(Demo(services: installation.services))
        // The sign-in page and the banner are those of a demo from now on.
        try await installation.database.close()
        installation = try await OpenedInstallation.open(settings)
      }
      entrance = try await FirstAdministrator.make(installation.services)
    }

    let (opened, link) = (installation, entrance)
    let application = try installation.assembly.web().makeApplication(
      host: settings["host"], port: settings.integer("port")
    ) { channel in
      Self.announce(channel, opened, entrance: link)
    }
    let worker = installation.assembly.worker(concurrency: settings.integer("workers"))
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: (worker.map { [.init(service: $0)] } ?? []) + [.init(service: application)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: installation.logger))
    do {
      try await group.run()
    } catch let error as IOError {
      if let link { Output.line("The first administrator's link, for when it serves: \(link)") }
      throw Self.failure(error, settings)
    }
    try await installation.database.close()
    Output.line("Stopped.")
  }

  /// Why it cannot listen, and what to do.
  private static func failure(_ error: IOError, _ settings: Settings) -> Failure {
    let (host, port) = (settings["host"], settings["port"])
    return switch error.errnoCode {
    case EADDRINUSE:
      Failure("port \(port) is taken; stop the other program or choose another with --port", .unavailable)
    case EACCES:
      Failure("port \(port) needs more rights; choose one above 1023 with --port", .notPermitted)
    case EADDRNOTAVAIL:
      Failure(
        "this machine has no address \(host); choose one of its own with --host, or 0.0.0.0 for all", .unavailable)
    default:
      Failure(
        "cannot listen on \(host):\(port) (\(String(cString: strerror(error.errnoCode)))); see --host and --port",
        .unavailable)
    }
  }

  private static func announce(_ channel: any Channel, _ installation: OpenedInstallation, entrance: String?) {
    let settings = installation.settings
    let port = channel.localAddress?.port.map(String.init) ?? settings["port"]
    let address = settings["base-url"].isEmpty ? "http://\(settings["host"]):\(port)" : settings["base-url"]
    Output.line("Qiao serves \(address) (database: \(settings.databaseName)).")
    if let entrance {
      Output.line(
        "First administrator: open \(address)\(entrance) and choose a password. The link works once, for 14 days.")
    }
    Output.line("Stop with Ctrl-C.")
  }
}

/// Makes the account that an installation begins with.
enum FirstAdministrator {
  /// - Returns: the page on which the administrator sets a password.
  static func make(_ services: Services) async throws -> String? {
    let (ids, now) = (services.ids, services.now)
    let made = try await CreateAdministrator(services)(NewAccount(signInName: "admin", displayName: "管理员")) {
      account, connection in
      try MembershipStore.insert(
        Membership(
          id: ids.next(), accountID: account, role: .platformAdministrator, schoolID: nil, departmentID: nil,
          enterpriseID: nil, organisationName: ""), at: now, on: connection)
    }
    guard case .link(let path) = made.entrance else { return nil }
    return path
  }
}
