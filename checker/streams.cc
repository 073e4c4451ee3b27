// What calls mean for the streams that their descriptors stand for.
//
// A stream is known by what the recorder prints behind a descriptor, from the call on that made it.
// It observes what tasks do with it as a task observes what happens to itself; the rules about
// streams know no tasks. Where events are not told in the order in which they happened, none is
// followed.
#include <algorithm>

#include "checker/conform.h"

namespace sigspec {

namespace {

/// What every decoration begins with.
constexpr std::string_view kDecoration = "<";

/// Without the other end's number, and the brackets.
std::string_view end_name(std::string_view decoration) {
  const std::size_t end = decoration.find('>');
  if (end == std::string_view::npos || end == 0) return {};
  return decoration.substr(0, end - 1);
}

/// What is printed behind a descriptor, up to its own number, if it begins so: `<pipe:[7` of
/// `3<pipe:[7]>`; `<UNIX-STREAM:[7` of `3<UNIX-STREAM:[7->8]>`, which is `3<UNIX-STREAM:[7]>` once
/// the other end is closed. Of others any part: no stream is named so.
std::string_view decoration(std::string_view text, std::string_view beginning) {
  std::size_t digits = 0;
  while (digits < text.size() && traces::is_digit(text[digits])) ++digits;
  text.remove_prefix(digits);
  if (digits == 0 || text.size() < beginning.size()) return {};
  // Those of other things differ at once: a comparison of whole texts would be called for nothing.
  for (std::size_t i = 0; i < beginning.size(); ++i)
    if (text[i] != beginning[i]) return {};
  return end_name(text);
}

}  // namespace

/// A call that hands out descriptors of a stream, and has a rule for the stream, has made it.
void Conform::make_streams(TracedTask& task, CallEntry& call, const ClassKey& key,
                           const traces::Event& event) {
  if (!model_.stream || unordered_ || event.numbered) return;
  const EventClass& event_class =
      program_.of_streams().class_of(key.observation, call.id, key.tag, key.payload);
  if (event_class.bodies.empty()) return;
  if (!stream_interpreter_)
    stream_interpreter_ = std::make_unique<Interpreter>(program_.of_streams());
  const traces::Arguments& texts = arguments(event).all();
  for (std::size_t i = 0; i < texts.count; ++i) {
    const auto made = traces::inside(traces::drop_name(texts[i]), '[', ']');
    if (!made) continue;
    const traces::Arguments ends = traces::split_arguments(*made);
    for (std::size_t k = 0; k < ends.count; ++k) {
      const std::string_view shown = decoration(ends[k], kDecoration);
      const std::string_view other = decoration(ends[ends.count - 1 - k], kDecoration);
      if (shown.empty() || (k > 0 && shown == other)) continue;
      const std::uint64_t stream = identity_of(shown);
      lose_stream(stream);
      if (streams_.empty()) stream_prefix_ = shown;
      const auto differs = std::mismatch(stream_prefix_.begin(), stream_prefix_.end(),
                                         shown.begin(), shown.end()).first;
      stream_prefix_.erase(differs, stream_prefix_.end());
      FollowedStream& followed = streams_[stream];
      followed = {stream_interpreter_->begin("made"), identity_of(other)};
      stream_order_.push_back(stream);
      observe_stream(followed.state, task, call, key, event);
    }
  }
  while (stream_order_.size() > kStreamsMax) {
    lose_stream(stream_order_.front());
    stream_order_.pop_front();
  }
}

/// Most calls have none behind their descriptors.
void Conform::find_streams(const CallEntry& call, const traces::Event& event) {
  behind_.clear();
  if (!call.has_stream_rules() || streams_.empty()) return;
  for (const std::size_t i : call.descriptors) {
    // The first argument needs no splitting.
    const std::string_view shown =
        decoration(i == 0 ? traces::drop_name(event.args) : argument(event, *call.info, i),
                   stream_prefix_);
    if (shown.empty()) continue;
    const std::uint64_t end = identity_of(shown);
    const auto known = streams_.find(end);
    if (known == streams_.end()) continue;
    const std::uint64_t other = known->second.other;
    if (call.fills_streams) behind_.push_back(end);
    if (call.drains_streams && !(call.fills_streams && other == end)) behind_.push_back(other);
  }
}

/// What a call, or its end, means for the streams behind its arguments.
void Conform::observe_streams(TracedTask& task, CallEntry& call, const ClassKey& key,
                              const traces::Event& event) {
  for (const std::uint64_t name : behind_)
    if (const auto stream = streams_.find(name); stream != streams_.end())
      observe_stream(stream->second.state, task, call, key, event);
}

void Conform::observe_stream(TaskState& stream, TracedTask& task, CallEntry& call,
                             const ClassKey& key, const traces::Event& event) {
  EventClass& event_class =
      program_.of_streams().class_of(key.observation, call.id, key.tag, key.payload);
  if (event_class.bodies.empty()) return;
  const bool at_entry = key.observation == words_.entered;
  bind_call(task, call, event_class, event_class.looks, event);
  bind_times(task, at_entry ? words_.entered_times : words_.returned_times, event_class.looks,
             event);
  stream_interpreter_->rely_on(interpreter_);
  if (watched_) {
    const bool here = static_cast<std::uint64_t>(event.line) == watched_->line;
    stream_interpreter_->watch(here ? &watched_->watch : nullptr);
  }
  const bool explained = stream_interpreter_->step(event_class, stream, slots_.data(),
                                                   static_cast<std::uint32_t>(event.line));
  if (watched_) watch_steps(static_cast<std::int64_t>(event.tid));
  interpreter_.rely_on(*stream_interpreter_);
  if (!explained) diverged(*stream_interpreter_, stream, event_class, event);
}

void Conform::lose_stream(std::uint64_t stream) {
  const auto known = streams_.find(stream);
  if (known == streams_.end()) return;
  stream_interpreter_->end(known->second.state);
  streams_.erase(known);
}

void Conform::lose_both_ways(std::uint64_t end) {
  if (const auto known = streams_.find(end); known != streams_.end())
    lose_stream(known->second.other);
  lose_stream(end);
}

void Conform::lose_all_streams() {
  for (auto& [name, stream] : streams_) stream_interpreter_->end(stream.state);
  streams_.clear();
  stream_order_.clear();
}

/// An event that is judged later than others leaves its streams unknown.
void Conform::lose_streams(const traces::Event& event) {
  for (std::size_t at = 0; !streams_.empty(); ++at) {
    at = event.args.find('<', at);
    if (at == std::string_view::npos) return;
    lose_both_ways(identity_of(end_name(event.args.substr(at))));
  }
}

}  // namespace sigspec
