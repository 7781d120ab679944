import Localization
import Testing
import Values
import Views

@testable import Web

@Suite struct OpenAPITests {
  private func document() throws -> JSONValue {
    var table = RouteTable()
    let schema: JSONValue = ["$ref": "#/components/schemas/Partner"]
    table.get(
      "/api/v1/partners", .permission("read"),
      operation: Operation(
        "listPartners", summary: "kit.web.error.404.title", tag: "Partners",
        parameters: [.query("q", ["type": "string"], "kit.web.error.404.text")],
        responses: [.init(200, "kit.web.error.404.title", schema: ["type": "array", "items": schema])])
    ) { _ in .noContent }
    table.post(
      "/api/v1/partners", .permission("write"),
      operation: Operation(
        "createPartner", summary: "kit.web.error.404.title", tag: "Partners", request: schema,
        responses: [
          .init(201, "kit.web.error.404.title", schema: schema), .problem(409, "kit.web.error.409.title"),
        ])
    ) { _ in .noContent }
    table.get(
      "/api/v1/partners/{partner}/files/{name...}", .visitor,
      operation: Operation(
        "getFile", summary: "kit.web.error.404.title", tag: "Files",
        parameters: [.init("name", in: .path, schema: ["type": "string"])],
        responses: [.init(200, "kit.web.error.404.title", contentType: "application/octet-stream")])
    ) { _ in .noContent }
    table.delete(
      "/api/v1/partners/{partner}", .signedIn,
      operation: Operation(
        "deletePartner", summary: "x", tag: "Partners", responses: [.init(204, "kit.web.error.404.title")])
    ) { _ in .noContent }
    table.get("/partners", .visitor) { _ in .noContent }
    let localizer = Localizer(language: .english, catalogue: try Catalogue(sources: WebTexts.sources))
    return OpenAPI.document(
      routes: table, title: "Qiao", version: "1", schemas: [("Partner", ["type": "object"])], localizer: localizer)
  }

  @Test func describesTheRoutesThatHaveAnOperation() throws {
    let document = try document()
    #expect(document["openapi"]?.string == "3.1.0")
    #expect(
      document["paths"]?.object?.map(\.name) == [
        "/api/v1/partners", "/api/v1/partners/{partner}/files/{name}", "/api/v1/partners/{partner}",
      ])
    #expect(document["tags"]?.array?.compactMap { $0["name"]?.string } == ["Partners", "Files"])
    let list = document["paths"]?["/api/v1/partners"]?["get"]
    #expect(list?["operationId"]?.string == "listPartners")
    #expect(list?["summary"]?.string == "Page not found")
    #expect(list?["parameters"]?.array?.first?["name"]?.string == "q")
  }

  @Test func namesEveryPlaceOfThePath() throws {
    let file = try document()["paths"]?["/api/v1/partners/{partner}/files/{name}"]?["get"]
    let parameters = file?["parameters"]?.array ?? []
    #expect(parameters.compactMap { $0["name"]?.string } == ["partner", "name"])
    #expect(parameters.allSatisfy { $0["in"]?.string == "path" && $0["required"] == .bool(true) })
    #expect(parameters.first?["schema"]?["pattern"]?.string?.hasPrefix("^[") == true)
    #expect(file?["security"] == .array([]))
  }

  @Test func namesTheErrorsThatARouteMayGive() throws {
    let paths = try document()["paths"]
    let create = paths?["/api/v1/partners"]?["post"]?["responses"]?.object?.map(\.name)
    #expect(
      create == ["201", "400", "401", "403", "408", "409", "413", "415", "422", "429", "500", "503"])
    let delete = paths?["/api/v1/partners/{partner}"]?["delete"]?["responses"]
    #expect(delete?.object?.map(\.name) == ["204", "400", "401", "403", "404", "429", "500", "503"])
    #expect(delete?["404"]?["content"]?["application/problem+json"] != nil)
    #expect(delete?["204"]?["content"] == nil)
  }

  @Test func theDocumentIsJSON() throws {
    let document = try document()
    #expect(JSONValue.parse(document.text) != nil)
  }
}
