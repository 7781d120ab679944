import Foundation

/// Shows how far long work is: a bar that moves on a terminal, a plain line
/// every tenth otherwise, so that logs stay readable.
struct ProgressLine {
  private let label: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var lastPercent = -1

  init(_ label: String) {
    self.label = label
  }

  mutating func show(_ done: Int, of total: Int) {
    let percent = total > 0 ? min(100, done * 100 / total) : 100
    guard percent != lastPercent, isTerminal || percent / 10 != lastPercent / 10 || lastPercent < 0 else { return }
    lastPercent = percent
    if isTerminal {
      let filled = percent / 4
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 25 - filled)
      write("\r\(label) \(bar) \(percent) %  \(done)/\(total)" + (percent == 100 ? "\n" : ""))
    } else {
      write("\(label): \(percent) % (\(done)/\(total))\n")
    }
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
