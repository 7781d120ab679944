import HTTPTypes
import Localization
import Records
import Testing
import Values
import Views

@testable import Web

private enum Broken: Error {
  case plainly
  case with(phone: String)
}

private struct Odd: Error {
  let name = "张三"
}

@Suite struct ErrorTests {
  private func site(_ rules: WebRules? = nil) throws -> TestSite {
    try TestSite(rules: rules) { table in
      for error in Self.all {
        table.get("/\(error.status)", .visitor) { _ in throw error }
        table.get("/api/\(error.status)", .visitor) { _ in throw error }
      }
      table.get("/broken", .visitor) { _ in throw Broken.with(phone: "13812345678") }
      table.get("/odd", .visitor) { _ in throw Odd() }
      table.get("/plain", .visitor) { _ in throw Broken.plainly }
      table.get("/invalid", .visitor) { _ in
        throw Invalid([FieldProblem("name", "kit.web.bad.text"), FieldProblem("", "kit.web.error.409.text")])
      }
      table.get("/api/invalid", .visitor) { _ in throw Invalid([FieldProblem("name", "kit.web.bad.text")]) }
    }
  }

  private static let all: [WebError] = [
    .badRequest(Message("kit.web.bad.body")), .forbidden(), .notFound, .timeout,
    .conflict(Message("kit.web.error.409.text")),
    .tooLarge(limit: 2048), .unsupportedMediaType(["text/csv"]), .unprocessable([]),
    .tooManyRequests(retryAfter: .seconds(9)), .unavailable(), .internalError,
  ]

  @Test(arguments: all)
  func everyErrorHasItsPage(error: WebError) async throws {
    let site = try site()
    let answer = try await site.send(.get, "/\(error.status)")
    #expect(answer.status == error.status)
    #expect(answer["Content-Type"] == "text/html; charset=utf-8")
    #expect(answer["Cache-Control"] == "no-store")
    let id = try #require(answer["X-Request-ID"])
    #expect(answer.text.contains(id))
    #expect(answer.text.contains("<h1>\(error.status) "))
    #expect(!answer.text.contains("kit.web."))
    let english = try await site.send(.get, "/\(error.status)", headers: [("Accept-Language", "en")])
    #expect(!english.text.contains("kit.web."))
    #expect(english.text.contains("lang=\"en\""))
    #expect(english.text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: all)
  func everyErrorHasItsProblem(error: WebError) async throws {
    for (path, headers) in [("/api/\(error.status)", []), ("/\(error.status)", [("Accept", "application/json")])] {
      let answer = try await site().send(.get, path, headers: headers)
      #expect(answer.status == error.status)
      #expect(answer["Content-Type"] == "application/problem+json")
      #expect(answer.json?["status"]?.integer == Int64(error.status))
      #expect(answer.json?["type"]?.string == "about:blank")
      #expect(answer.json?["requestId"]?.string == answer["X-Request-ID"])
      #expect(answer.json?["detail"]?.string?.isEmpty == false)
    }
  }

  @Test func browsersThatTakeEverythingGetPages() async throws {
    let accept = "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8"
    let answer = try await site().send(.get, "/404", headers: [("Accept", accept)])
    #expect(answer["Content-Type"] == "text/html; charset=utf-8")
  }

  @Test func unknownErrorsSayNothingOfThemselves() async throws {
    let site = try site()
    for (path, outline) in [
      ("/broken", "Broken.with"), ("/odd", "Odd"), ("/plain", "Broken.plainly"),
    ] {
      let answer = try await site.send(.get, path)
      #expect(answer.status == 500)
      #expect(!answer.text.contains("138") && !answer.text.contains("Broken") && !answer.text.contains("张三"))
      let id = try #require(answer["X-Request-ID"])
      let line = try #require(site.log.all.first { $0.hasPrefix("error") && $0.contains("request=\(id)") })
      #expect(line.contains(outline) && line.contains("route=\(path)"))
      #expect(!line.contains("138") && !line.contains("张三"))
    }
  }

  @Test func otherLayersErrorsAreTranslated() async throws {
    let site = try site(WebRules(translate: { $0 is Broken ? .conflict(Message("kit.web.error.409.text")) : nil }))
    #expect(try await site.send(.get, "/broken").status == 409)
    #expect(try await site.send(.get, "/odd").status == 500)
  }

  @Test func invalidFieldsAreListed() async throws {
    let page = try await site().send(.get, "/invalid")
    #expect(page.status == 422)
    #expect(page.text.contains("UTF-8") && page.text.contains("数据已经变化"))
    let problem = try await site().send(.get, "/api/invalid")
    let first = problem.json?["errors"]?.array?.first
    #expect(first?["field"]?.string == "name")
    #expect(first?["message"]?.string?.contains("UTF-8") == true)
  }

  @Test func retryAfterIsSaid() async throws {
    #expect(try await site().send(.get, "/429")["Retry-After"] == "9")
  }

  @Test func theApplicationLaysErrorPagesOut() async throws {
    let rules = WebRules(errorPage: { page, exchange in
      "<p>\(page.status) \(exchange?.principal == nil ? "nobody" : "somebody") \(exchange?.routePath)</p>"
    })
    let site = try TestSite(rules: rules) { $0.get("/x", .visitor) { _ in throw WebError.notFound } }
    #expect(try await site.send(.get, "/x", headers: [("Cookie", "session=alice")]).text == "<p>404 somebody /x</p>")
    #expect(try await site.send(.get, "/y").text == "<p>404 nobody </p>")
  }

  @Test func plainPagesEscape() {
    let catalogue = Catalogue([.chinese: ["x": "<b>&"]])
    let page = ErrorPage(
      status: 400, title: Message("x"), explanation: Message("x"), problems: [], requestID: "<i>",
      localizer: Localizer(language: .chinese, catalogue: catalogue))
    #expect(!page.plain().text.contains("<b>"))
  }

  @Test func bothLanguagesHaveTheSameKeys() throws {
    let catalogue = try Catalogue(sources: WebTexts.sources)
    #expect(catalogue.keys(in: .chinese) == catalogue.keys(in: .english))
    #expect(catalogue.keys(in: .chinese).count > 40)
  }
}
