import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Keeping and forgetting searches; the lists themselves belong to other features.
struct SavedSearchRoutes {
  static let longestName = 60
  static let longestPage = 200

  func add(to member: inout MemberRoutes) {
    member.post("/saved-searches", needs: .inboxRead) { try await keep($0) }
    member.post("/saved-searches/{search}/remove", needs: .inboxRead) { member in
      let id = try member.exchange.parameter("search", as: ID<SavedSearch>.self)
      let account = member.actor.accountID
      let search = try await member.services.database.write { connection in
        try SavedSearchStore.remove(id, of: account, on: connection)
      }
      guard let search, let link = Link.ownPage(search.link.text) else { throw WebError.notFound }
      // The list stays as it was searched, so that a search removed by mistake is kept again at once.
      return .redirect(to: link, flash: .ok("activity.search.removed", ["name": search.name]))
    }
  }

  private func keep(_ member: Member) async throws -> Reply {
    guard let search = Self.search(member.exchange.form, id: member.services.ids.next()) else {
      throw WebError.badRequest(Message("activity.search.noPage"))
    }
    guard !search.name.isEmpty else { return .redirect(to: search.link, flash: .bad("activity.search.noName")) }
    let (account, now) = (member.actor.accountID, member.now)
    let isKept = try await member.services.database.write { connection in
      try SavedSearchStore.keep(search, of: account, at: now, on: connection)
    }
    return .redirect(
      to: search.link,
      flash: isKept
        ? .ok("activity.search.kept", ["name": search.name])
        : .bad("activity.search.tooMany", ["count": "\(SavedSearchStore.limit)"]))
  }

  /// The list stands in `query`, or its path in `page` and the rest in `query`.
  /// - Returns: `nil` when it is no page of ours. The name is empty when it cannot be used.
  static func search(_ form: FormData, id: ID<SavedSearch>) -> SavedSearch? {
    let query = form["query"] ?? ""
    let address =
      query.hasPrefix("/")
      ? query : (form["page"] ?? "") + (query.isEmpty || query.hasPrefix("?") ? query : "?\(query)")
    guard Link.ownPage(address) != nil else { return nil }
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let page = parts.first, page.count <= longestPage else { return nil }
    let name = (form["name"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isUsable =
      name.count <= longestName && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    return SavedSearch(
      id: id, name: isUsable ? name : "", page: String(page), query: parts.count > 1 ? String(parts[1]) : "")
  }
}
