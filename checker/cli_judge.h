// Judges many traces: in parallel where asked, reported in their order as they are done.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checker/check.h"
#include "checker/cli.h"

namespace sigspec {

struct JudgeOptions {
  CheckOptions check;
  SpecPart spec_part = SpecPart::Whole;  // that the model is made of
  std::size_t jobs = 1;
  bool show_progress = false;
};

/// Returns: a report for each trace, in their order; after an interrupt those that were cut short
/// or never begun say so. `finished` sees the report of each that was begun, in that order, from
/// one thread at a time, as soon as all before it are done.
std::vector<FileReport> judge_files(const Model& model, const Session& session,
                                    const std::vector<std::string>& traces,
                                    const JudgeOptions& options,
                                    const std::function<void(FileReport&)>& finished);

}  // namespace sigspec
