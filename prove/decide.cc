// A second thread looks whether to stop while the solver works.
#include "prove/decide.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace sigspec::prove {

namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(50);

/// Interrupts the context when the work is to stop. The solver must be done before this is gone.
class Lookout {
 public:
  Lookout(z3::context& context, const Watch& watch)
      : thread_([this, &context, &watch] {
          std::unique_lock lock(mutex_);
          while (!done_.wait_for(lock, kBetweenLooks, [this] { return finished_; }))
            if (watch.stopped()) context.interrupt();
        }) {}
  ~Lookout() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    done_.notify_one();
    thread_.join();
  }
  Lookout(const Lookout&) = delete;
  Lookout& operator=(const Lookout&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool finished_ = false;
  std::thread thread_;
};

}  // namespace

z3::check_result decide(z3::solver& solver, unsigned timeout_ms, const Watch& watch) {
  if (watch.stopped()) return z3::unknown;
  solver.set("timeout", timeout_ms);
  solver.set("ctrl_c", false);
  if (!watch.interrupted && !watch.deadline) return solver.check();
  const Lookout lookout(solver.ctx(), watch);
  return solver.check();
}

}  // namespace sigspec::prove
