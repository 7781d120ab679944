import Testing

@testable import Views

@Suite struct EscapingTests {
  @Test func plain() {
    #expect(HTML.text("<").text == "&lt;")
  }
}
