// What calls mean for the streams that their descriptors stand for.
//
// A stream is known by what the recorder prints behind a descriptor, from the call on that made it.
// It observes what tasks do with it as a task observes what happens to itself; the rules about
// streams know no tasks. Where events are not told in the order in which they happened, none is
// followed.
#include "checker/conform.h"

namespace sigspec {

namespace {

/// `3<pipe:[7]>` stands for the stream that `<pipe:[7]>` names; 0: nothing is printed.
std::uint64_t stream_of(std::string_view descriptor) {
  const std::size_t at = descriptor.find('<');
  return at == std::string_view::npos ? 0 : identity_of(descriptor.substr(at));
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
      const std::uint64_t stream = stream_of(ends[k]);
      if (stream == 0 || (k > 0 && stream == stream_of(ends[0]))) continue;
      streams_[stream] = stream_interpreter_->begin("made");
      stream_order_.push_back(stream);
      observe_stream(streams_[stream], task, call, key, event);
    }
  }
  while (stream_order_.size() > kStreamsMax) {
    streams_.erase(stream_order_.front());
    stream_order_.pop_front();
  }
}

/// What a call, or its end, means for the streams behind its arguments.
void Conform::observe_streams(TracedTask& task, CallEntry& call, const ClassKey& key,
                              const traces::Event& event) {
  for (const std::size_t i : call.descriptors) {
    const auto stream = streams_.find(stream_of(argument(event, *call.info, i)));
    if (stream != streams_.end()) observe_stream(stream->second, task, call, key, event);
  }
}

void Conform::observe_stream(TaskState& stream, TracedTask& task, CallEntry& call,
                             const ClassKey& key, const traces::Event& event) {
  EventClass& event_class =
      program_.of_streams().class_of(key.observation, call.id, key.tag, key.payload);
  if (event_class.bodies.empty()) return;
  const bool at_entry = key.observation == words_.entered;
  bind_call(task, call, event_class, event, at_entry);
  bind_times(task, at_entry ? words_.entered_times : words_.returned_times, event_class, event);
  stream_interpreter_->rely_on(interpreter_.shown());
  if (watched_) {
    const bool here = static_cast<std::uint64_t>(event.line) == watched_->line;
    stream_interpreter_->watch(here ? &watched_->watch : nullptr);
  }
  const bool explained = stream_interpreter_->step(event_class, stream, slots_.data(),
                                                   static_cast<std::uint32_t>(event.line));
  if (watched_) watch_steps(static_cast<std::int64_t>(event.tid));
  interpreter_.rely_on(stream_interpreter_->shown());
  if (!explained) diverged(*stream_interpreter_, stream, event_class, event);
}

/// An event that is judged later than others leaves its streams unknown.
void Conform::lose_streams(const traces::Event& event) {
  for (std::size_t at = 0; !streams_.empty(); ++at) {
    at = event.args.find('<', at);
    if (at == std::string_view::npos) return;
    const std::size_t end = event.args.find('>', at);
    if (end == std::string_view::npos) return;
    streams_.erase(stream_of(event.args.substr(at, end + 1 - at)));
  }
}

}  // namespace sigspec
