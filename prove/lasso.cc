// Strongly connected components of the states without the goal; a fair one makes a lasso.
#include "prove/lasso.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace sigspec::prove {

namespace {

class LassoFinder {
 public:
  LassoFinder(Explorer& explorer, const SystemProperty& property)
      : explorer_(explorer), system_(explorer.system()) {
    const Node* from = property.right ? property.left : nullptr;
    Cells cells;
    open_.resize(explorer.size());
    pending_.resize(explorer.size());
    for (StateId s = 0; s < explorer.size(); ++s) {
      explorer.load(s, cells);
      open_[s] = !explorer.holds(goal_of(property), cells);
      pending_[s] =
          open_[s] && (from ? explorer.holds(from, cells) : explorer.parent(s) == kNoState);
    }
  }

  std::optional<Run> find() {
    connect_all();
    if (fair_.empty()) return std::nullopt;
    return shortest();
  }

  Response respond() {
    connect_all();
    return std::move(response_);
  }

 private:
  struct Visit {
    StateId state;
    std::vector<StateId> next;
    std::size_t at = 0;
  };

  std::vector<Move> moves(StateId state) {
    std::vector<Move> found;
    explorer_.successors(state, [&](std::size_t step, StateId to) {
      if (open_[to]) found.push_back({step, to});
    });
    return found;
  }

  void connect_all() {
    index_.assign(explorer_.size(), 0);
    low_.assign(explorer_.size(), 0);
    response_.rank.assign(explorer_.size(), Response::kNotDue);
    for (StateId s = 0; s < explorer_.size(); ++s)
      if (pending_[s] && index_[s] == 0) connect(s);
  }

  /// Tarjan's algorithm, without recursion.
  void connect(StateId root) {
    std::vector<Visit> visits;
    const auto enter = [&](StateId s) {
      index_[s] = low_[s] = ++count_;
      stack_.push_back(s);
      Visit visit{s, {}, 0};
      for (const Move& move : moves(s)) visit.next.push_back(move.to);
      visits.push_back(std::move(visit));
    };
    enter(root);
    while (!visits.empty()) {
      Visit& visit = visits.back();
      if (visit.at < visit.next.size()) {
        const StateId to = visit.next[visit.at++];
        if (index_[to] == 0) enter(to);
        else if (low_[to] != kNoState) low_[visit.state] = std::min(low_[visit.state], index_[to]);
        continue;
      }
      const StateId s = visit.state;
      visits.pop_back();
      if (!visits.empty()) low_[visits.back().state] = std::min(low_[visits.back().state], low_[s]);
      if (low_[s] == index_[s]) close(s);
    }
  }

  void close(StateId root) {
    std::vector<StateId> component;
    StateId s = kNoState;
    do {
      s = stack_.back();
      stack_.pop_back();
      low_[s] = kNoState;  // done: not on the stack any more
      component.push_back(s);
    } while (s != root);
    if (const std::optional<int> neglected = neglected_in(component)) {
      for (const StateId member : component)  // what it leads to is closed already
        response_.rank[member] = static_cast<std::uint32_t>(response_.helpful.size());
      response_.helpful.push_back(*neglected);
      return;
    }
    const auto number = static_cast<std::uint32_t>(fair_.size());
    for (const StateId member : component) in_fair_[member] = number;
    fair_.push_back(std::move(component));
  }

  /// A class that is not taken within the component, though it can be in all of its states. None:
  /// to stay in it for ever is fair.
  std::optional<int> neglected_in(const std::vector<StateId>& component) {
    std::vector<bool> content(system_.fair_classes.size(), false);
    std::unordered_map<StateId, bool> members;
    for (const StateId s : component) members[s] = true;
    std::size_t missing = content.size();
    const auto satisfy = [&](int fair) {
      if (fair < 0 || content[static_cast<std::size_t>(fair)]) return;
      content[static_cast<std::size_t>(fair)] = true;
      --missing;
    };
    for (const StateId s : component) {
      std::vector<bool> possible(content.size(), false);
      explorer_.successors(s, [&](std::size_t step, StateId to) {
        const int fair = system_.steps[step].fair_class;
        if (fair < 0) return;
        possible[static_cast<std::size_t>(fair)] = true;
        if (members.contains(to)) satisfy(fair);
      });
      for (std::size_t c = 0; c < content.size(); ++c)
        if (!possible[c]) satisfy(static_cast<int>(c));
      if (missing == 0) return std::nullopt;
    }
    const auto found = std::find(content.begin(), content.end(), false);
    if (found == content.end()) return std::nullopt;
    return static_cast<int>(found - content.begin());
  }

  /// To the nearest fair component by way of the earliest pending state; one that stays where it is
  /// makes the plainest story.
  std::optional<Run> shortest() {
    std::unordered_map<StateId, std::pair<StateId, Move>> came;
    std::deque<StateId> queue;
    for (StateId s = 0; s < explorer_.size(); ++s)
      if (pending_[s]) {
        came[s] = {kNoState, {}};
        queue.push_back(s);
        // States are numbered by their distance; the first few are enough to start from.
      }
    StateId best = kNoState;
    for (std::size_t looked = 0; !queue.empty(); ++looked) {
      const StateId s = queue.front();
      queue.pop_front();
      if (const auto fair = in_fair_.find(s); fair != in_fair_.end()) {
        if (best == kNoState) best = s;
        if (fair_[fair->second].size() == 1) {
          best = s;
          break;
        }
      }
      for (const Move& move : moves(s))
        if (came.try_emplace(move.to, s, move).second) queue.push_back(move.to);
    }
    std::vector<Move> tail;
    StateId s = best;
    for (; came.at(s).first != kNoState; s = came.at(s).first) tail.push_back(came.at(s).second);
    Run run = explorer_.run_to(s);
    run.moves.insert(run.moves.end(), tail.rbegin(), tail.rend());
    run.lasso = true;
    run.loop = run.moves.size();
    append_loop(fair_[in_fair_.at(best)], best, run);
    return run;
  }

  /// The shortest way within the component from one state to a move that `wanted` likes.
  bool walk(const std::unordered_map<StateId, bool>& members, StateId from,
            const std::function<bool(StateId, const Move*)>& wanted, Run& run, StateId& at) {
    std::unordered_map<StateId, std::pair<StateId, Move>> came{{from, {kNoState, {}}}};
    std::deque<StateId> queue{from};
    const auto append = [&](StateId to) {
      std::vector<Move> way;
      for (StateId s = to; came.at(s).first != kNoState; s = came.at(s).first)
        way.push_back(came.at(s).second);
      run.moves.insert(run.moves.end(), way.rbegin(), way.rend());
      at = to;
    };
    while (!queue.empty()) {
      const StateId s = queue.front();
      queue.pop_front();
      if (wanted(s, nullptr)) return append(s), true;
      for (const Move& move : moves(s)) {
        if (!members.contains(move.to)) continue;
        if (wanted(s, &move)) {
          append(s);
          run.moves.push_back(move);
          at = move.to;
          return true;
        }
        if (came.try_emplace(move.to, s, move).second) queue.push_back(move.to);
      }
    }
    return false;
  }

  void append_loop(const std::vector<StateId>& component, StateId begin, Run& run) {
    std::unordered_map<StateId, bool> members;
    for (const StateId s : component) members[s] = true;
    StateId at = begin;
    for (std::size_t c = 0; c < system_.fair_classes.size(); ++c) {
      const auto taken = [&](const Move& move) {
        return system_.steps[move.step].fair_class == static_cast<int>(c);
      };
      walk(
          members, at,
          [&](StateId s, const Move* move) {
            if (move) return taken(*move);
            bool possible = false;
            explorer_.successors(s, [&](std::size_t step, StateId) {
              possible = possible || system_.steps[step].fair_class == static_cast<int>(c);
            });
            return !possible;
          },
          run, at);
    }
    walk(
        members, at, [&](StateId s, const Move*) { return s == begin; }, run, at);
  }

  Explorer& explorer_;
  const System& system_;
  std::vector<bool> open_, pending_;  // without the goal; where the promise begins
  std::vector<std::uint32_t> index_, low_;
  std::uint32_t count_ = 0;
  std::vector<StateId> stack_;
  std::vector<std::vector<StateId>> fair_;
  std::unordered_map<StateId, std::uint32_t> in_fair_;
  Response response_;
};

}  // namespace

const Node* goal_of(const SystemProperty& property) {
  return property.right ? property.right : property.left;
}

std::optional<Run> find_lasso(Explorer& explorer, const SystemProperty& property) {
  return LassoFinder(explorer, property).find();
}

Response find_response(Explorer& explorer, const SystemProperty& property) {
  return LassoFinder(explorer, property).respond();
}

std::optional<Run> find_break(Explorer& explorer, const SystemProperty& property) {
  const Node *holds = property.left, *until = property.right;
  Cells cells;
  for (StateId s = 0; s < explorer.size(); ++s) {
    explorer.load(s, cells);
    if (!explorer.holds(holds, cells) || explorer.holds(until, cells)) continue;
    std::optional<Move> broken;
    explorer.successors(s, [&](std::size_t step, StateId to) {
      if (broken) return;
      Cells after;
      explorer.load(to, after);
      if (!explorer.holds(holds, after) && !explorer.holds(until, after)) broken = Move{step, to};
    });
    if (!broken) continue;
    Run run = explorer.run_to(s);
    run.moves.push_back(*broken);
    return run;
  }
  return std::nullopt;
}

}  // namespace sigspec::prove
