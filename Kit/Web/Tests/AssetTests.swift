import HTTPTypes
import NIOCore
import Testing
import Views

@testable import Web

@Suite struct AssetTests {
  private func catalogue(_ files: [(String, String)], atRoot: Set<String> = []) throws -> AssetCatalogue {
    try AssetCatalogue(files: files.map { ($0.0, Array($0.1.utf8)) }, atRoot: atRoot)
  }

  private func text(_ catalogue: AssetCatalogue, _ path: String) -> String? {
    catalogue.asset(at: catalogue.link(path).text).map { String(buffer: $0.content) }
  }

  @Test func importsNameHashedFiles() throws {
    let catalogue = try catalogue([
      (
        "app.js",
        "import { a } from \"./parts/a.js\";\nimport './b.js'; const c = import(\"./b.js\"); let s = './no.js';"
      ),
      ("parts/a.js", "export * from '../b.js';\nconst u = new URL(\"../icon.svg\", import.meta.url)"),
      ("b.js", "export const b = \"it's\"; // don't"), ("icon.svg", "<svg/>"),
    ])
    let b = catalogue.link("b.js").text
    let a = catalogue.link("parts/a.js").text
    #expect(b.hasPrefix("/assets/b-") && b.hasSuffix(".js") && b.count == "/assets/b-12345678.js".count)
    #expect(a.hasPrefix("/assets/parts/a-"))
    #expect(
      text(catalogue, "app.js")
        == "import { a } from \"\(a)\";\nimport '\(b)'; const c = import(\"\(b)\"); let s = './no.js';")
    #expect(
      text(catalogue, "parts/a.js")
        == "export * from '\(b)';\nconst u = new URL(\"\(catalogue.link("icon.svg").text)\", import.meta.url)")
    #expect(text(catalogue, "b.js") == "export const b = \"it's\"; // don't")
  }

  @Test func stylesNameHashedFiles() throws {
    let catalogue = try catalogue([
      (
        "app.css",
        "@import \"base.css\"; a{background:url(icons/x.svg#part)} b{background:url('./icons/x.svg')} c{color:rgb(1)}"
      ),
      ("base.css", "@font-face{src:url(https://x.example/a.woff2)} i{background:url(data:image/png;base64,AA==)}"),
      ("icons/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ])
    let x = catalogue.link("icons/x.svg").text
    #expect(
      text(catalogue, "app.css")
        == "@import \"\(catalogue.link("base.css").text)\"; a{background:url(\(x)#part)} b{background:url('\(x)')} c{color:rgb(1)}"
    )
    #expect(text(catalogue, "base.css")?.contains("url(https://x.example/a.woff2)") == true)
  }

  @Test func aChangeBelowChangesTheNameAbove() throws {
    let one = try catalogue([("app.js", "import './b.js'"), ("b.js", "1")])
    let two = try catalogue([("app.js", "import './b.js'"), ("b.js", "2")])
    #expect(one.link("app.js") != two.link("app.js"))
    let same = try catalogue([("b.js", "1"), ("app.js", "import './b.js'")])
    #expect(one.link("app.js") == same.link("app.js"))
  }

  @Test func mistakesAreFoundAtStart() {
    #expect(throws: AssetMistake.self) { try catalogue([("a.js", "import './gone.js'")]) }
    #expect(throws: AssetMistake.self) { try catalogue([("a.js", "import './b.js'"), ("b.js", "import './a.js'")]) }
    #expect(throws: AssetMistake.self) { try catalogue([("a.js", "")], atRoot: ["b.js"]) }
  }

  @Test func assetsAreServed() async throws {
    let catalogue = try catalogue([("app.css", "a{}"), ("sw.js", "1"), ("x.png", "png")], atRoot: ["sw.js"])
    let site = try TestSite(assets: catalogue) { _ in }
    let address = catalogue.link("app.css").text
    let answer = try await site.send(.get, address)
    #expect(answer.text == "a{}")
    #expect(answer["Content-Type"] == "text/css; charset=utf-8")
    #expect(answer["Cache-Control"] == "public, max-age=31536000, immutable")
    let tag = try #require(answer["ETag"])
    #expect(try await site.send(.get, address, headers: [("If-None-Match", tag)]).status == 304)
    #expect(try await site.send(.head, address).bytes.isEmpty)
    #expect(try await site.send(.post, address).status == 405)
    #expect(try await site.send(.options, address)["Allow"] == "GET, HEAD, OPTIONS")
    let worker = try await site.send(.get, "/sw.js")
    #expect(worker["Cache-Control"] == "no-cache")
    #expect(worker["Content-Type"] == "text/javascript; charset=utf-8")
    #expect(try await site.send(.get, catalogue.link("x.png").text)["Content-Type"] == "image/png")
    for path in ["/assets/app.css", "/assets/", "/assets/../app.css", "/assets/%2e%2e/x", "/app.css"] {
      #expect([404, 308].contains(try await site.send(.get, path).status), "\(path)")
    }
    #expect(catalogue.link("gone.css").text == "/assets/gone.css")
  }
}
