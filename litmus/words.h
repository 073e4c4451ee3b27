// The words by which the explorer and the runner find their way in the specification.
//
// What the words stand for is said in spec/: here are only their names, each of them once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/model.h"

namespace sigspec::litmus {

inline constexpr std::string_view kSignalType = "Signal", kFlagType = "SaFlag",
                                  kObjectType = "Object";
/// Constants: the signal that stops whoever gets it, and the one that lets it go on.
inline constexpr std::string_view kHalt = "HALT", kGoOn = "GO_ON";
/// The signal that nothing withstands.
inline constexpr std::string_view kUnstoppable = "UNSTOPPABLE";
/// Operations that wake who waits at a word of memory.
inline constexpr std::string_view kWakes = "WAKES", kFutexType = "FutexOp";
/// The error of a wait that a signal ended; the flags of every handler that the runner sets.
inline constexpr std::string_view kCutShort = "CUT_SHORT", kWayBack = "WAY_BACK";
/// What tells a process of a child, and what a wait fails with that has none to wait for.
inline constexpr std::string_view kTellsOfChild = "TELLS_OF_CHILD", kNoChild = "NO_CHILD";
/// What a call fails with that is about a process that is gone.
inline constexpr std::string_view kNoProcess = "NO_PROCESS";
/// Options of a wait: to come back at once, to be told of children that stop or go on, to leave the
/// child to be waited for once more; and of one that has to ask for it, to be told of an end.
inline constexpr std::string_view kWaitType = "WaitOption", kDoNotWait = "DO_NOT_WAIT",
                                  kStopsToo = "STOPS_TOO", kGoesOnToo = "GOES_ON_TOO",
                                  kKeeps = "KEEPS", kEndsToo = "ENDS_TOO";
/// What a tracer asks for: to trace without stopping, or with it; to stop; to let go on, or to go
/// on standing still. What fails that is not allowed, or not in this stop.
inline constexpr std::string_view kRequestType = "PtraceRequest", kSeizes = "SEIZES",
                                  kAttaches = "ATTACHES", kAsksToStop = "ASKS_TO_STOP",
                                  kLetsGoOn = "LETS_GO_ON", kListens = "LISTENS",
                                  kIsTraced = "IS_TRACED", kNotInThisStop = "NOT_IN_THIS_STOP";
/// Of a wait that cannot tell: whatever it comes to.
inline constexpr std::string_view kAnyhow = "anyhow";
/// What waitid(2) writes: the layout, and the codes of a child that has exited, was killed, has
/// stopped.
inline constexpr std::string_view kChildTold = "child_told", kToldExit = "TOLD_EXIT",
                                  kToldKill = "TOLD_KILL", kToldStop = "TOLD_STOP";
/// What a call fails with that writes to where nobody reads any more, and what tells of it.
inline constexpr std::string_view kIsBroken = "IS_BROKEN", kTellsOfBroken = "TELLS_OF_BROKEN";
/// What the instructions of a filter of calls do; what becomes of a call, and the part of an answer
/// that says so; what tells of a call that was not made.
inline constexpr std::string_view kFilterLoads = "FILTER_LOADS",
                                  kFilterBranches = "FILTER_BRANCHES",
                                  kFilterAnswers = "FILTER_ANSWERS",
                                  kFilterAction = "FILTER_ACTION", kCallFails = "CALL_FAILS",
                                  kCallIsTrapped = "CALL_IS_TRAPPED", kCallKills = "CALL_KILLS",
                                  kCallIsMade = "CALL_IS_MADE",
                                  kCallIsSupervised = "CALL_IS_SUPERVISED",
                                  kTellsOfFilter = "TELLS_OF_FILTER";
/// What opening a file fails with that is not there. What writing to the map of a namespace fails
/// with: it is there already, or is not that of a new one; it is not the beginning of the file.
inline constexpr std::string_view kNoFile = "NO_FILE", kHasAMap = "HAS_A_MAP",
                                  kNotItsBeginning = "NOT_ITS_BEGINNING";
/// How somebody is in the end: WHO.end = one of these.
inline constexpr std::string_view kDone = "done", kStands = "stopped", kPolls = "polls",
                                  kEnded = "ended", kWentOn = "goes_on", kUnborn = "unborn";
/// Or, of what has a value, WHO.WORD = it.
inline constexpr std::string_view kKilledBy = "killed_by", kStoppedBy = "stopped_by",
                                  kEventStop = "event_stop", kExited = "exited",
                                  kSleepsIn = "sleeps_in", kHandled = "handled", kEnd = "end";
/// The flag by which a process gets a user namespace of its own.
inline constexpr std::string_view kOwnUsers = "OWN_USERS";
/// The constant that a lock's type is when it is given back.
inline constexpr std::string_view kUnlocks = "F_UNLCK";
/// What becomes of a signal that is sent; why it was, when it was to a process and to a thread.
inline constexpr std::string_view kFateType = "SendFate", kDropped = "dropped",
                                  kCodeType = "SiCode", kByKill = "BY_KILL", kByTkill = "BY_TKILL";
/// How threads, processes, and inits of namespaces are made.
inline constexpr std::string_view kThreadShares = "THREAD_SHARES", kChildTells = "CHILD_TELLS",
                                  kOwnNumbers = "OWN_NUMBERS", kCloneFlagType = "CloneFlag";
/// Stands for all ends of the thing that is being made.
inline constexpr std::string_view kAllEnds = "ends";
/// The types of an end that is a word of shared memory, and of one that is what a call has put
/// there; a field of seconds and nanoseconds.
inline constexpr std::string_view kMemory = "memory", kContent = "content", kTime = "timespec",
                                  kTimeInMicroseconds = "timeval", kPointer = "pointer",
                                  kMicroseconds = "microseconds";

// Verbs of effects.
inline constexpr std::string_view kTakes = "takes_bytes", kTakesAll = "takes_all_bytes",
                                  kMoves = "moves_bytes",
                                  kCopies = "copies_bytes", kGives = "gives_bytes",
                                  kTakesMessage = "takes_message",
                                  kTakesMessages = "takes_messages",
                                  kGivesMessage = "gives_message", kPutsMessage = "puts_message",
                                  kTakesCounter = "takes_counter",
                                  kAddsToCounter = "adds_to_counter", kArms = "arms_timer",
                                  kTakesExpiry = "takes_expiry", kOperates = "operates",
                                  kLocks = "locks", kCallsFutex = "calls_futex",
                                  kTakesWord = "takes_word", kLeavesWord = "leaves_word",
                                  kWatches = "watches", kRegisters = "registers",
                                  kWatchesRegistered = "watches_registered",
                                  kNeverEnds = "never_ends", kMovesSome = "moves_some",
                                  kComesTo = "comes_to",
                                  kFailsWith = "fails_with", kCloses = "closes",
                                  kFilters = "filters", kArmsProcess = "arms_timer_of_process",
                                  kDisarmsProcess = "disarms_timer_of_process",
                                  kSendsToProcess = "sends_to_process",
                                  kSendsToThread = "sends_to_thread",
                                  kSendsToGroup = "sends_to_group", kJoinsGroup = "joins_group",
                                  kBeginsSession = "begins_session", kExits = "exits",
                                  kReturnsFromHandler = "returns_from_handler", kGoesOn = "goes_on",
                                  kSetsHandler = "sets_handler", kWaits = "waits_for_child",
                                  kTellsOf = "tells_of_child",
                                  kOpensProcess = "opens_process",
                                  kSendsByDescriptor = "sends_by_descriptor",
                                  kTraces = "traces", kOpensPath = "opens_path",
                                  kExitsThread = "exits_thread", kSetsStack = "sets_stack",
                                  kLooksFor = "looks_for", kReadsSignals = "reads_signals",
                                  kTakesSignal = "takes_signal",
                                  kReadsFile = "reads_file", kWritesFile = "writes_file",
                                  kSeeksFile = "seeks_file", kCopiesFile = "copies_file",
                                  kSendsFile = "sends_file", kIsNotKnown = "is_not_known",
                                  kLeaves = "leaves_namespaces",
                                  kFillsMap = "fills_map", kMakesChild = "makes_child",
                                  kLendsMemory = "lends_memory", kCompletesRequest = "completes",
                                  kTakesCompletions = "takes_completions",
                                  kAwaitsCompletions = "awaits_completions";

/// The field of a record that says how much memory there is behind another field.
inline constexpr std::string_view kSize = "size";

/// Flags of handlers that run on the alternate stack; of such stacks, that there is none, and that
/// handlers have none. The fields that they stand in, and where it lies.
inline constexpr std::string_view kRunsOnIt = "RUNS_ON_IT", kTakesAway = "TAKES_AWAY",
                                  kDisarms = "DISARMS", kStackFlagType = "StackFlag",
                                  kFlags = "flags", kBase = "base";
/// What comes in the place of a handler whose frame cannot be built, and why it says that it came.
inline constexpr std::string_view kFaultOfFrame = "FAULT_OF_FRAME", kByFault = "BY_FAULT";
/// The enum of errors, and the last number that is one when it is returned negative.
inline constexpr std::string_view kErrorType = "Errno", kMaxErrno = "MAX_ERRNO";

/// Things that somebody else in the kernel hands over, who may be late.
inline constexpr std::string_view kSlow = "TERMINALS";

/// What calls make by which a task runs another program.
inline constexpr std::string_view kProgram = "Program";

/// Room for a result that nobody looks at.
inline constexpr std::size_t kOutBytes = 256;

/// A member of an enum, or the members of a constant that is a set of them: as bits.
std::uint64_t members_named(const Model& model, std::string_view name, std::string_view of);
/// A member of the enum of objects, or the members of a constant: as bits.
std::uint64_t objects_named(const Model& model, std::string_view name);
/// The members of a constant that is a set of signals, as bits.
std::uint64_t signals_named(const Model& model, std::string_view name);
/// The name of the only member of a constant that is a set of an enum's members.
std::string only_member(const Model& model, std::string_view constant, std::string_view of);
/// The number of an enum's member or of a constant, whatever enum it is of.
std::optional<std::int64_t> number_of(const Model& model, std::string_view name);
/// The member of the enum of errors with this number, or the one that stands for others.
std::string error_called(const Model& model, std::int64_t number);

}  // namespace sigspec::litmus
