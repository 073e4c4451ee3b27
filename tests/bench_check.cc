// Measures the whole of `sigspec check` against `wc -l` on the same files, in one run.
//
// Targets: at most 8 times on plain recordings, 20 on signal storms. The files are shipped
// recordings, unpacked, each judged as often as makes some 100 MB; SIGSPEC_BENCH_TRACE=FILE
// measures another one. On a noisy machine the ratio scatters by a fifth: judge a change by the
// instructions that `valgrind --tool=callgrind build/sigspec check FILE` counts.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "tests/support/bench_sample.h"

namespace sigspec {
namespace {

double check_seconds(const std::vector<std::string>& paths) {
  std::vector<std::string> command{SIGSPEC_BINARY, "check", "--jobs", "1"};
  command.insert(command.end(), paths.begin(), paths.end());
  return test::command_seconds(command);
}

void check_like_wc(benchmark::State& state, const std::vector<std::string>& recordings) {
  const test::Sample sample(recordings, 1);
  if (!sample.usable()) {
    state.SkipWithError("the recordings are missing");
    return;
  }
  // Not one long file: a second copy would speak with the ids of tasks that ended in the first.
  const std::vector<std::string> paths(test::kBenchBytes / sample.bytes() + 1, sample.path());
  test::compare_with_wc(state, paths, [&] { return check_seconds(paths); });
}

void BM_CheckPlain(benchmark::State& state) { check_like_wc(state, {"redis-load"}); }
void BM_CheckHalves(benchmark::State& state) { check_like_wc(state, {"postgres-load"}); }
void BM_CheckStorm(benchmark::State& state) { check_like_wc(state, {"mixer-storm"}); }
void BM_CheckTestSuite(benchmark::State& state) { check_like_wc(state, {"python-test-signal"}); }

BENCHMARK(BM_CheckPlain)->UseManualTime()->Iterations(15)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CheckHalves)->UseManualTime()->Iterations(15)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CheckStorm)->UseManualTime()->Iterations(15)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CheckTestSuite)->UseManualTime()->Iterations(15)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sigspec
