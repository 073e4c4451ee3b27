// A few threads that take the next trace nobody has begun.
#include "checker/cli_judge.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "checker/cli_progress.h"

namespace sigspec {

namespace {

class Work {
 public:
  Work(const std::vector<std::string>& traces, const JudgeOptions& options,
       const std::function<void(FileReport&)>& finished)
      : traces_(traces),
        options_(options),
        finished_(finished),
        progress_(traces.size(), options.show_progress),
        reports_(traces.size()) {}

  /// Judges what nobody has begun yet. A model grows while it is used, so each thread has its own.
  void run(const Model& model) {
    Programs programs(model, options_.check);
    while (true) {
      const std::size_t i = next_++;
      if (i >= traces_.size() || is_interrupted()) return;
      CheckOptions check = options_.check;
      std::uint64_t seen = 0;
      check.progress = [&](std::uint64_t lines) {
        if (lines <= seen) return;
        progress_.add(lines - seen);
        seen = lines;
      };
      FileReport report = check_trace(programs, traces_[i], check);
      report.interrupted = is_interrupted() && report.verdict != Verdict::Conforms;
      finish(i, std::move(report));
    }
  }

  /// What an interrupt kept from being begun is reported as not judged.
  std::vector<FileReport> take() {
    std::vector<FileReport> all;
    for (std::size_t i = 0; i < reports_.size(); ++i) {
      if (!reports_[i]) {
        FileReport missing;
        missing.path = traces_[i];
        missing.verdict = Verdict::Inconclusive;
        missing.interrupted = true;
        reports_[i] = std::move(missing);
      }
      all.push_back(std::move(*reports_[i]));
    }
    return all;
  }

  /// Reports that wait for one before them which was never begun.
  void finish_rest() {
    for (; reported_ < reports_.size(); ++reported_)
      if (reports_[reported_]) finished_(*reports_[reported_]);
  }

 private:
  bool is_interrupted() const {
    return options_.check.interrupted && options_.check.interrupted->load();
  }

  void finish(std::size_t i, FileReport report) {
    const std::lock_guard lock(mutex_);
    reports_[i] = std::move(report);
    progress_.finish_file();
    progress_.clear();
    for (; reported_ < reports_.size() && reports_[reported_]; ++reported_)
      finished_(*reports_[reported_]);
  }

  const std::vector<std::string>& traces_;
  const JudgeOptions& options_;
  const std::function<void(FileReport&)>& finished_;
  Progress progress_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::vector<std::optional<FileReport>> reports_;
  std::size_t reported_ = 0;
};

}  // namespace

std::vector<FileReport> judge_files(const Model& model, const Session& session,
                                    const std::vector<std::string>& traces,
                                    const JudgeOptions& options,
                                    const std::function<void(FileReport&)>& finished) {
  Work work(traces, options, finished);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < options.jobs; ++i)
    threads.emplace_back([&] {
      if (const std::unique_ptr<Model> own = load_spec(session, options.spec_part)) work.run(*own);
    });
  work.run(model);
  for (std::thread& thread : threads) thread.join();
  work.finish_rest();
  return work.take();
}

}  // namespace sigspec
