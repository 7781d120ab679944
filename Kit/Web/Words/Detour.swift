package import Views

/// What a handler or a rule throws to send a person to another page first,
/// such as the one where a password is replaced. A program that reads JSON is
/// refused instead: it cannot do there what a person can.
package struct Detour: Error, Sendable {
  package let link: Link
  package let refusal: WebError

  /// - Parameter refusal: the answer to programs.
  package init(to link: Link, otherwise refusal: WebError) {
    self.link = link
    self.refusal = refusal
  }
}
