// Lays text out in lines: a worklist of pieces, each with its indentation and whether it is flat.
#include "model/print_layout.h"

#include <algorithm>
#include <utility>

namespace sigspec::layout {

struct Node {
  enum class Kind { Text, Line, HardLine, Pad, Join, Group, Nest, Align, Fill };
  Kind kind = Kind::Text;
  std::string content;        // Text; Line: when flat; Fill: the separator
  std::size_t columns = 0;    // Nest, Pad
  std::vector<Piece> pieces;  // Join, Fill; Group, Nest, Align: one
  std::size_t width = 0;      // on one line
  bool must_break = false;
};

namespace {

using Kind = Node::Kind;

Piece make(Kind kind, std::string content, std::vector<Piece> pieces, std::size_t amount = 0) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->columns = amount;
  const std::size_t own = columns(content);
  node->width = kind == Kind::Fill ? own * (pieces.empty() ? 0 : pieces.size() - 1) : own;
  node->must_break = kind == Kind::HardLine;
  for (const Piece& piece : pieces) {
    node->width += piece->width;
    node->must_break = node->must_break || piece->must_break;
  }
  node->content = std::move(content);
  node->pieces = std::move(pieces);
  return node;
}

struct Work {
  std::size_t indent;
  bool flat;
  const Node* node;
  std::size_t next = 0;  // Fill: the item that comes next
};

class Renderer {
 public:
  Renderer(std::size_t column, std::size_t after, bool one_line)
      : column_(column), after_(after), one_line_(one_line) {}

  std::string run(const Piece& piece, std::size_t indent) {
    work_.push_back({indent, one_line_, piece.get()});
    while (!work_.empty()) {
      const Work work = work_.back();
      work_.pop_back();
      step(work);
    }
    return std::move(out_);
  }

 private:
  void put(const std::string& content) {
    out_ += content;
    column_ += columns(content);
  }

  void feed(std::size_t indent) {
    out_.erase(out_.find_last_not_of(' ') + 1);
    out_ += '\n';
    out_.append(indent, ' ');
    column_ = indent;
  }

  void step(const Work& work) {
    const Node& node = *work.node;
    switch (node.kind) {
      case Kind::Text: return put(node.content);
      case Kind::Line: return work.flat ? put(node.content) : feed(work.indent);
      case Kind::HardLine: return one_line_ ? put(node.content) : feed(work.indent);
      case Kind::Pad: return put(std::string(work.flat ? 0 : node.columns, ' '));
      case Kind::Join:
        for (std::size_t i = node.pieces.size(); i > 0; --i) {
          work_.push_back({work.indent, work.flat, node.pieces[i - 1].get()});
        }
        return;
      case Kind::Group: {
        const bool flat = work.flat || (!node.must_break && fits(node.width));
        work_.push_back({work.indent, flat, node.pieces[0].get()});
        return;
      }
      case Kind::Nest:
        work_.push_back({work.indent + node.columns, work.flat, node.pieces[0].get()});
        return;
      case Kind::Align: work_.push_back({column_, work.flat, node.pieces[0].get()}); return;
      case Kind::Fill: return fill_item(work);
    }
  }

  void fill_item(Work work) {
    const Node& node = *work.node;
    if (work.next == node.pieces.size()) return;
    const Node& item = *node.pieces[work.next];
    const bool last = work.next + 1 == node.pieces.size();
    if (work.next > 0 && !work.flat) {
      // The separator's blank is where the line breaks: `, ` after an item, ` | ` before one.
      const std::string& separator = node.content;
      const std::size_t blank = separator.find(' ');
      const std::size_t need = columns(separator) + item.width + (last ? 0 : 1);
      const bool stays = !item.must_break && (last ? fits(need) : column_ + need <= kColumnsMax);
      put(stays ? separator : separator.substr(0, blank));
      if (!stays) {
        feed(work.indent);
        put(separator.substr(blank + 1));
      }
    } else if (work.next > 0) {
      put(node.content);
    }
    ++work.next;
    work_.push_back(work);
    work_.push_back({work.indent, work.flat, &item});
  }

  /// Does `need` fit, with what must follow it on the same line?
  bool fits(std::size_t need) const {
    std::size_t column = column_ + need;
    for (std::size_t i = work_.size(); i > 0 && column <= kColumnsMax; --i) {
      const Work& next = work_[i - 1];
      const bool breaks = next.next > 0 ? rest_breaks(next, column)
                                        : leads_to_break(*next.node, next.flat, column);
      if (breaks) return column <= kColumnsMax;
    }
    return column + after_ <= kColumnsMax;
  }

  /// Adds to `column` what stands before the first line that breaks. Returns: is there one?
  static bool leads_to_break(const Node& node, bool flat, std::size_t& column) {
    switch (node.kind) {
      case Kind::Text: column += node.width; return false;
      case Kind::Line:
        if (!flat) return true;
        column += node.width;
        return false;
      case Kind::HardLine: return true;
      case Kind::Pad: column += flat ? 0 : node.columns; return false;
      case Kind::Join:
        for (const Piece& piece : node.pieces) {
          if (leads_to_break(*piece, flat, column)) return true;
          if (column > kColumnsMax) return false;
        }
        return false;
      case Kind::Group:
      case Kind::Nest:
      case Kind::Align: return leads_to_break(*node.pieces[0], flat, column);
      case Kind::Fill:
        if (flat || node.pieces.empty()) {
          column += node.width;
          return false;
        }
        if (leads_to_break(*node.pieces[0], false, column)) return true;
        return node.pieces.size() > 1;
    }
    return false;
  }

  /// The same for a fill that has begun: it can break behind the separator's sign.
  static bool rest_breaks(const Work& work, std::size_t& column) {
    const std::vector<Piece>& items = work.node->pieces;
    if (work.next == items.size()) return false;
    if (!work.flat) {
      column += work.node->content.find(' ');
      return true;
    }
    for (std::size_t i = work.next; i < items.size(); ++i) {
      column += columns(work.node->content) + items[i]->width;
    }
    return false;
  }

  std::string out_;
  std::vector<Work> work_;
  std::size_t column_;
  std::size_t after_;
  bool one_line_;
};

}  // namespace

std::size_t columns(const std::string& content) {
  return static_cast<std::size_t>(std::count_if(content.begin(), content.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

Piece text(std::string content) { return make(Kind::Text, std::move(content), {}); }
Piece line(std::string flat) { return make(Kind::Line, std::move(flat), {}); }
Piece hard_line(std::string flat) { return make(Kind::HardLine, std::move(flat), {}); }
Piece pad(std::size_t columns) { return make(Kind::Pad, {}, {}, columns); }
Piece join(std::vector<Piece> pieces) { return make(Kind::Join, {}, std::move(pieces)); }
Piece group(Piece content) { return make(Kind::Group, {}, {std::move(content)}); }
Piece nest(std::size_t columns, Piece content) {
  return make(Kind::Nest, {}, {std::move(content)}, columns);
}
Piece align(Piece content) { return make(Kind::Align, {}, {std::move(content)}); }
Piece fill(std::vector<Piece> items, const std::string& separator) {
  return make(Kind::Fill, separator, std::move(items));
}

std::size_t width(const Piece& piece) { return piece->width; }
bool must_break(const Piece& piece) { return piece->must_break; }

std::string render(const Piece& piece, std::size_t column, std::size_t indent, std::size_t after) {
  return Renderer(column, after, false).run(piece, indent);
}

std::string flat(const Piece& piece) { return Renderer(0, 0, true).run(piece, 0); }

}  // namespace sigspec::layout
