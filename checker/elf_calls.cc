// Reads section headers, symbols and instructions of an ELF file, within its bounds.
#include "checker/elf_calls.h"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include "litmus/prepare.h"

namespace sigspec {

namespace {

/// A structure at an offset; nothing beyond the end of the file.
template <class T>
std::optional<T> read_at(std::string_view bytes, std::uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

std::string_view piece(std::string_view bytes, std::uint64_t offset, std::uint64_t size) {
  if (offset > bytes.size()) return {};
  return bytes.substr(offset, std::min<std::uint64_t>(size, bytes.size() - offset));
}

std::string text_at(std::string_view strings, std::uint64_t offset) {
  const std::string_view rest = offset < strings.size() ? strings.substr(offset) : "";
  return std::string(rest.substr(0, rest.find('\0')));
}

struct Symbol {
  std::string name;
  std::uint64_t address = 0;
  bool is_imported = false;
};

std::vector<Elf64_Shdr> sections_of(std::string_view bytes, const Elf64_Ehdr& head) {
  std::vector<Elf64_Shdr> sections;
  for (std::uint64_t i = 0; i < head.e_shnum; ++i)
    if (const auto section = read_at<Elf64_Shdr>(bytes, head.e_shoff + i * sizeof(Elf64_Shdr)))
      sections.push_back(*section);
  return sections;
}

std::vector<Symbol> symbols_of(std::string_view bytes, const std::vector<Elf64_Shdr>& sections) {
  std::vector<Symbol> symbols;
  for (const Elf64_Shdr& section : sections) {
    if ((section.sh_type != SHT_DYNSYM && section.sh_type != SHT_SYMTAB) ||
        section.sh_link >= sections.size())
      continue;
    const Elf64_Shdr& names = sections[section.sh_link];
    const std::string_view strings = piece(bytes, names.sh_offset, names.sh_size);
    const std::uint64_t count =
        piece(bytes, section.sh_offset, section.sh_size).size() / sizeof(Elf64_Sym);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto symbol = read_at<Elf64_Sym>(bytes, section.sh_offset + i * sizeof(Elf64_Sym));
      if (!symbol) break;
      const bool imported = symbol->st_shndx == SHN_UNDEF;
      if (!imported && ELF64_ST_TYPE(symbol->st_info) != STT_FUNC) continue;
      std::string name = text_at(strings, symbol->st_name);
      name.resize(std::min(name.find('@'), name.size()));
      if (!name.empty()) symbols.push_back({std::move(name), symbol->st_value, imported});
    }
  }
  std::stable_sort(symbols.begin(), symbols.end(),
                   [](const Symbol& a, const Symbol& b) { return a.address < b.address; });
  return symbols;
}

/// The function around an address, or the address.
std::string function_at(const std::vector<Symbol>& symbols, std::uint64_t address) {
  const Symbol* found = nullptr;
  for (const Symbol& symbol : symbols)
    if (!symbol.is_imported && symbol.address <= address) found = &symbol;
  return found ? fmt::format("{}+{:#x}", found->name, address - found->address)
               : fmt::format("{:#x}", address);
}

/// The number that the instructions before the one at `at` put into eax, if one does so nearby.
std::optional<std::int64_t> number_before(std::string_view code, std::size_t at) {
  constexpr std::size_t kNearby = 48;
  constexpr std::int64_t kNumbersMax = 1024;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(code[i]); };
  for (std::size_t back = 2; back <= kNearby && back <= at; ++back) {
    const std::size_t i = at - back;
    if (byte(i) == 0x0f && byte(i + 1) == 0x05) return std::nullopt;  // that is another's
    if (byte(i) == 0x31 && byte(i + 1) == 0xc0) return 0;             // xor eax, eax
    if (byte(i) != 0xb8 || back < 5) continue;                        // mov eax, imm32
    std::uint32_t number = 0;
    std::memcpy(&number, code.data() + i + 1, sizeof number);
    if (number < kNumbersMax) return number;
  }
  return std::nullopt;
}

/// Calls by the names of the functions that show as them.
std::map<std::string, std::string> functions_of(const Model& model) {
  std::map<std::string, std::string> calls;
  for (const RuleInfo& info : model.rules)
    if (info.row)
      for (const std::string& function : info.row->library)
        calls[function.substr(0, function.find('('))] = info.call->names[0].text;
  for (const CallInfo& call : model.calls)
    if (!call.declaration->numbers.empty()) calls[call.name] = call.name;
  return calls;
}

}  // namespace

bool is_elf(std::string_view bytes) { return bytes.substr(0, SELFMAG) == ELFMAG; }

std::optional<std::vector<DirectCall>> elf_calls(const Model& model, std::string_view bytes,
                                                 const std::string& path) {
  const auto head = read_at<Elf64_Ehdr>(bytes, 0);
  if (!head || !is_elf(bytes) || head->e_ident[EI_CLASS] != ELFCLASS64 ||
      head->e_machine != EM_X86_64 || head->e_shentsize != sizeof(Elf64_Shdr))
    return std::nullopt;
  const std::vector<Elf64_Shdr> sections = sections_of(bytes, *head);
  const std::vector<Symbol> symbols = symbols_of(bytes, sections);
  std::map<std::int64_t, std::string> by_number;
  for (int id = 0; id < static_cast<int>(model.calls.size()); ++id)
    if (const auto number = litmus::call_number(model, litmus::kLitmusMachine, id); number >= 0)
      by_number.emplace(number, model.calls[static_cast<std::size_t>(id)].name);
  const std::map<std::string, std::string> functions = functions_of(model);
  std::set<DirectCall> calls;
  for (const Symbol& symbol : symbols)
    if (const auto call = functions.find(symbol.name);
        symbol.is_imported && call != functions.end())
      calls.insert({call->second, {path, 0, 0}, "imports " + symbol.name, true});
  for (const Elf64_Shdr& section : sections) {
    if ((section.sh_flags & SHF_EXECINSTR) == 0 || section.sh_type == SHT_NOBITS) continue;
    const std::string_view code = piece(bytes, section.sh_offset, section.sh_size);
    constexpr std::string_view kSyscall = "\x0f\x05";
    for (std::size_t at = code.find(kSyscall); at != code.npos; at = code.find(kSyscall, at + 2)) {
      const auto number = number_before(code, at);
      const auto call = number ? by_number.find(*number) : by_number.end();
      if (call != by_number.end())
        calls.insert({call->second, {path, 0, 0}, function_at(symbols, section.sh_addr + at)});
    }
  }
  return std::vector<DirectCall>(calls.begin(), calls.end());
}

}  // namespace sigspec
