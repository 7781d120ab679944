import Synchronization

/// Counts and times of requests by route, kept in memory and cheap to note:
/// one uncontended lock and a few additions per request.
package final class Metrics: Sendable {
  /// Upper bounds of the duration buckets in seconds; the last bucket is open.
  static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  private static let nanoseconds: [UInt64] = bounds.map { UInt64($0 * 1_000_000_000) }

  /// What was seen of one route.
  final class Series: Sendable {
    struct Counts: Sendable {
      var buckets = [UInt64](repeating: 0, count: Metrics.bounds.count + 1)
      var nanoseconds: UInt64 = 0
      var bytes: UInt64 = 0
      var statuses: [Int: UInt64] = [:]
    }

    let method: String
    let path: String
    let counts = Mutex(Counts())

    init(method: String, path: String) {
      self.method = method
      self.path = path
    }

    func note(status: Int, nanoseconds: UInt64, bytes: Int) {
      let bucket = Metrics.nanoseconds.firstIndex { nanoseconds <= $0 } ?? Metrics.bounds.count
      counts.withLock { counts in
        counts.buckets[bucket] += 1
        counts.nanoseconds += nanoseconds
        counts.bytes += UInt64(bytes)
        counts.statuses[status, default: 0] += 1
      }
    }
  }

  /// What the application adds: a number asked for when the measures are read.
  package struct Reading: Sendable {
    /// How a number behaves over time.
    package enum Kind: String, Sendable {
      /// Only grows while the process runs.
      case counter
      /// Goes up and down.
      case gauge
    }

    /// Prometheus name, `jobs_waiting`.
    package let name: String
    package let help: String
    package let kind: Kind
    /// The values by labels, which may be empty.
    package let values: @Sendable () async -> [(labels: [(String, String)], value: Double)]

    package init(
      _ name: String, help: String, kind: Kind = .gauge,
      values: @escaping @Sendable () async -> [(labels: [(String, String)], value: Double)]
    ) {
      self.name = name
      self.help = help
      self.kind = kind
      self.values = values
    }
  }

  private let series = Mutex<[Series]>([])
  private let readings = Mutex<[Reading]>([])
  let running = Atomic<Int>(0)
  let eventStreams = Atomic<Int>(0)

  package init() {}

  /// Adds a number of the application to the rendered text.
  package func add(_ reading: Reading) {
    readings.withLock { $0.append(reading) }
  }

  func makeSeries(method: String, path: String) -> Series {
    let made = Series(method: method, path: path)
    series.withLock { $0.append(made) }
    return made
  }

  /// Everything in Prometheus' text format 0.0.4
  /// (`text/plain; version=0.0.4; charset=utf-8`).
  package func render() async -> String {
    var text = MetricsText()
    text.begin("http_requests_total", .counter, "Requests answered, by route, method and status.")
    let all = series.withLock { $0 }.map { ($0, $0.counts.withLock { $0 }) }.filter { !$1.statuses.isEmpty }
    for (series, counts) in all {
      for (status, count) in counts.statuses.sorted(by: { $0.key < $1.key }) {
        let labels = [("route", series.path), ("method", series.method), ("status", String(status))]
        text.sample("http_requests_total", labels, String(count))
      }
    }
    text.beginHistogram("http_request_duration_seconds", "Time from the request's head to its answer's last byte.")
    for (series, counts) in all {
      let labels = [("route", series.path), ("method", series.method)]
      text.histogram(
        "http_request_duration_seconds", labels, bounds: Self.bounds, counts: counts.buckets,
        sum: Double(counts.nanoseconds) / 1_000_000_000)
    }
    text.begin("http_response_bytes_total", .counter, "Bytes of answers before compression.")
    for (series, counts) in all {
      text.sample(
        "http_response_bytes_total", [("route", series.path), ("method", series.method)], String(counts.bytes))
    }
    text.begin("http_requests_running", .gauge, "Requests being answered now.")
    text.sample("http_requests_running", [], String(running.load(ordering: .relaxed)))
    text.begin("http_event_streams", .gauge, "Event streams open now.")
    text.sample("http_event_streams", [], String(eventStreams.load(ordering: .relaxed)))
    for reading in readings.withLock({ $0 }) {
      text.begin(reading.name, reading.kind, reading.help)
      for (labels, value) in await reading.values() {
        text.sample(reading.name, labels, MetricsText.number(value))
      }
    }
    return text.result
  }
}
