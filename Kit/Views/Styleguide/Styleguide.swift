package import Localization

/// Every component on one page, to look at and to test.
package enum Styleguide {
  /// The content of the page; put it into a `Shell`.
  package static func page(_ t: Localizer) -> HTML {
    "\(Badge(.ok, t("kit.close")))"
  }
}
