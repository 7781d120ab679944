import Files
import Localization
import Organizations
import Platform
import Values
import Web

/// `/partners.xlsx` and `/partners.csv`: exactly what the list of the same
/// address shows, all pages of it.
struct ExportRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    for format in ExportPartners.Format.allCases {
      member.get("/partners.\(format.rawValue)", needs: .partnersExport) { try await export($0, as: format) }
    }
  }

  private func export(_ member: Member, as format: ExportPartners.Format) async throws -> Reply {
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    try await ExportPartners(services)(
      member.exchange.query, in: member.actor.scope, by: member.actor, as: format, to: file.path, member.t)
    let type: FileType = format == .xlsx ? .xlsx : .csv
    let name = "\(member.t("partners.list.title")) \(member.now.day).\(format.rawValue)"
    return .made(file, as: type, named: name)
  }
}
