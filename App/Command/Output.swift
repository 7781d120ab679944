import Foundation

/// What commands say. Written at once: where the output is a pipe, `print`
/// would keep it back until a buffer is full.
enum Output {
  static func line(_ text: some StringProtocol) {
    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
  }
}
