package import Jobs
import Platform

extension Assembly {
  /// Runs the jobs of all features beside the requests.
  /// - Parameter concurrency: jobs at the same time; 0: none in this process.
  package func worker(concurrency: Int) -> JobWorker? {
    guard concurrency > 0 else { return nil }
    var workerSettings = JobWorker.Settings()
    workerSettings.concurrency = concurrency
    return JobWorker(
      queue: services.jobs, kinds: features.flatMap { $0.jobs }, schedules: features.flatMap { $0.schedules },
      settings: workerSettings, name: "node\(settings["node"])", logger: services.logger)
  }
}
