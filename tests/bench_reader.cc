// Measures the strace reader against `wc -l` on the same file, in one run: the ratio is the figure
// that counts, because it does not depend on the machine.
//
// User and system CPU of whole processes, taken in turns. The files are recordings shipped with
// the project, repeated to about 100 MB; SIGSPEC_BENCH_TRACE=FILE measures another one.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "tests/support/bench_sample.h"
#include "traces/arguments.h"
#include "traces/signal_text.h"
#include "traces/trace.h"

namespace sigspec::traces {
namespace {

using test::Sample;

double reader_seconds(const std::string& path) {
  return test::child_seconds([&] {
    auto trace = open_trace(path);
    std::uint64_t returned = 0;
    if (trace)
      for (Event e; (*trace)->next(e);) returned += e.kind == EventKind::Returned ? 1 : 0;
    benchmark::DoNotOptimize(returned);
  });
}

void read_like_wc(benchmark::State& state, const std::vector<std::string>& recordings) {
  const Sample sample(recordings);
  if (!sample.usable()) {
    state.SkipWithError("the recordings are missing");
    return;
  }
  test::compare_with_wc(state, {sample.path()}, [&] { return reader_seconds(sample.path()); });
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(sample.bytes()));
}

void BM_ReaderPlain(benchmark::State& state) { read_like_wc(state, {"redis-load"}); }
void BM_ReaderHalves(benchmark::State& state) { read_like_wc(state, {"postgres-load"}); }
void BM_ReaderStorm(benchmark::State& state) {
  read_like_wc(state, {"stress-kill", "stress-sigq", "stress-itimer", "stress-pthread",
                       "stress-poll", "stress-sigio"});
}

BENCHMARK(BM_ReaderPlain)->UseManualTime()->Iterations(15)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ReaderHalves)->UseManualTime()->Iterations(15)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ReaderStorm)->UseManualTime()->Iterations(15)->Unit(benchmark::kMillisecond);

// What the parts of a text add up to, so that none of them is optimised away.
struct Sum {
  std::uint64_t bits = 0;
  void add(const Constant& constant) { bits += constant.bits + constant.name.size(); }
};

void BM_Siginfo(benchmark::State& state) {
  for (auto _ : state) {
    Sum sum;
    parse_fields(
        "{si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=15263, si_uid=0, si_status=7, si_utime=0, "
        "si_stime=0}",
        [&](std::string_view, std::string_view value) { sum.add(*parse_constant(value)); });
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(BM_Siginfo);

void BM_Sigaction(benchmark::State& state) {
  for (auto _ : state) {
    Sum sum;
    const auto add = [&](const Constant& constant) { sum.add(constant); };
    parse_fields(
        "{sa_handler=0x55b71afc0509, sa_mask=[INT RT_2], sa_flags=SA_RESTORER|SA_RESTART, "
        "sa_restorer=0x7f0831392050}",
        [&](std::string_view, std::string_view value) {
          if (parse_set(value, add) == SetForm::None) parse_flags(value, add);
        });
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(BM_Sigaction);

void BM_Sigset(benchmark::State& state) {
  for (auto _ : state) {
    Sum sum;
    parse_set("~[INT TERM RTMIN RT_1]", [&](const Constant& member) { sum.add(member); });
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(BM_Sigset);

void BM_SplitArguments(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        split_arguments("CLOCK_REALTIME, 0, {tv_sec=0, tv_nsec=60000000}, 0x7ffe626d8c00"));
}
BENCHMARK(BM_SplitArguments);

}  // namespace
}  // namespace sigspec::traces
