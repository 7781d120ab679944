import Localization
import Values
import Web

/// The description of the JSON API, made from the routes themselves.
struct APIDescription {
  let version: String

  func add(to table: inout RouteTable, catalogue: Catalogue) {
    let document = OpenAPI.document(
      routes: table, title: "Qiao", version: version,
      localizer: Localizer(language: .english, catalogue: catalogue)
    ).text
    table.get("/api/openapi.json", .visitor) { _ in
      .text(document, contentType: "application/json").caching(.revalidate())
    }
  }
}
