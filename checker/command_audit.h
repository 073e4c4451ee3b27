// `sigspec audit`: which calls need an EINTR loop around them.
#pragma once

#include <string>
#include <vector>

#include "checker/audit.h"
#include "checker/audit_trace.h"
#include "checker/call_graph.h"
#include "checker/cli.h"

namespace sigspec {

enum class AuditFormat : std::uint8_t { Text, Csv, Markdown, Json };

struct AuditCommand {
  Assumption assumption;
  bool handler_given = false;  // else: handlers with the flag that decides
  AuditFormat format = AuditFormat::Text;
  std::vector<std::string> calls;   // only these
  std::vector<std::string> graphs;  // files
  std::vector<std::string> programs;  // recordings of strace, and ELF files
  std::vector<std::string> packages;
  std::string sources;
  std::string kernel;
};

/// A call that a program makes, or one without a program.
struct AuditRow {
  std::string program;
  DirectCall made;  // without a program nothing of it is filled in
  CallAudit audit;
};

/// What a document says at its beginning.
struct AuditHead {
  std::string assumption, kernel;
};

/// What one recording shows.
struct TraceAuditReport {
  std::string path;
  std::vector<TracedCall> calls;
  std::uint64_t lost = 0;  // lines that were not understood

  std::uint64_t interrupted() const;
};

std::string format_trace_audit(const TraceAuditReport& report, AuditFormat format,
                               const AuditHead& head);

std::string format_audit(const std::vector<AuditRow>& rows, AuditFormat format,
                         const AuditHead& head);

ExitCode run_audit(const AuditCommand& command, const Session& session);

/// Examples for the help, with words of the specification.
std::string audit_examples(const Session& session);

}  // namespace sigspec
