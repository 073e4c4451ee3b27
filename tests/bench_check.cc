// Measures the whole of `sigspec check` against `wc -l` on the same file, in one run.
//
// Targets: at most 8 times on plain recordings, 20 on signal storms. The files are shipped
// recordings, unpacked; SIGSPEC_BENCH_TRACE=FILE measures another one.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "tests/support/bench_sample.h"

namespace sigspec {
namespace {

double check_seconds(const std::string& path) {
  return test::child_seconds([&] {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execl(SIGSPEC_BINARY, SIGSPEC_BINARY, "check", path.c_str(), static_cast<char*>(nullptr));
  });
}

void check_like_wc(benchmark::State& state, const std::vector<std::string>& recordings) {
  const test::Sample sample(recordings, 1);
  if (!sample.usable()) {
    state.SkipWithError("the recordings are missing");
    return;
  }
  test::wc_seconds(sample.path());  // into the page cache
  std::vector<double> wc, check;
  for (auto _ : state) {
    wc.push_back(test::wc_seconds(sample.path()));
    check.push_back(check_seconds(sample.path()));
    state.SetIterationTime(check.back());
  }
  state.counters["wc_s"] = test::median(wc);
  state.counters["check_s"] = test::median(check);
  state.counters["times_wc"] = test::median(check) / test::median(wc);
}

void BM_CheckPlain(benchmark::State& state) { check_like_wc(state, {"redis-load"}); }
void BM_CheckHalves(benchmark::State& state) { check_like_wc(state, {"postgres-load"}); }
void BM_CheckStorm(benchmark::State& state) { check_like_wc(state, {"mixer-storm"}); }
void BM_CheckTestSuite(benchmark::State& state) { check_like_wc(state, {"python-test-signal"}); }

BENCHMARK(BM_CheckPlain)->UseManualTime()->Iterations(9)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CheckHalves)->UseManualTime()->Iterations(9)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CheckStorm)->UseManualTime()->Iterations(9)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CheckTestSuite)->UseManualTime()->Iterations(9)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sigspec
