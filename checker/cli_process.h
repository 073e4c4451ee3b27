// How the program behaves as a process: the user's interrupts, readers that go away, terminals.
#pragma once

#include <atomic>

namespace sigspec {

/// Takes over the requests to end: the first one sets the flag, the next ones end the program at
/// once. What was ignored when the program began stays ignored.
const std::atomic<bool>* watch_interrupts();
bool was_interrupted();

/// A reader that closes the pipe ends the program without a word.
void end_quietly_without_reader();

enum class ColorChoice { Auto, Always, Never };
bool wants_color(ColorChoice choice, int descriptor);
bool is_terminal(int descriptor);

/// What a child process started by `exec` finds: our own dispositions taken back. For use between
/// fork and exec.
void restore_dispositions();

/// What a child process finds whose signals matter: none is ignored or blocked, as nohup(1) and
/// others have it for what they begin. For use between fork and exec.
void forget_dispositions();

/// The child is killed when the thread that made it ends, however that comes. For use between fork
/// and exec.
void end_with_parent();

/// Has this child ended? It is left to be waited for.
bool has_ended(int child);

/// Writing to a pipe that nobody reads fails in this thread, and does not end the program.
void leave_broken_pipes_to_caller();

/// Requests from the terminal go to the program that is being recorded; we wait for its end.
void leave_terminal_requests_to_child();

/// Requests to end us go to the program that is being recorded, from now on: its recording is
/// judged when it has ended. Where it cannot be told so, they end us. `program`: its number.
void pass_requests_on_to(int program);

}  // namespace sigspec
