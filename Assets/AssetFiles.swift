/// The styles, scripts and pictures of this build.
package enum AssetFiles {
  /// Path below this folder and content: `css/10-base.css`.
  package static var all: [(path: String, text: String)] { EmbeddedFiles.all }
}
