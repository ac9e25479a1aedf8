// Traces as text: one step a line, "oc_o, oc_i = split(loop=conv.oc, factors=[-1, 16])".
// SPDX-License-Identifier: Apache-2.0
#include <cctype>
#include <charconv>

#include "engine/schedule/primitive.h"
#include "engine/support/text.h"

namespace heddle::schedule {
namespace {

constexpr size_t maxTextBytes = 4 << 20, maxSteps = 20000;

bool isNameCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
}

std::string nameText(const std::string& name) {
  bool isPlain = !name.empty() && !std::isdigit(static_cast<unsigned char>(name[0]));
  for (char c : name) isPlain = isPlain && isNameCharacter(c);
  return isPlain ? name : quoted(name);
}

template <class T, class F>
std::string listText(const std::vector<T>& list, F f) {
  std::string out = "[";
  for (size_t i = 0; i < list.size(); ++i) out += (i ? ", " : "") + f(list[i]);
  return out + "]";
}

}  // namespace

std::string toText(const Argument& a) {
  struct Visitor {
    std::string operator()(int64_t v) const { return std::to_string(v); }
    std::string operator()(double v) const {
      char buffer[64];
      std::string s(buffer, std::to_chars(buffer, buffer + sizeof buffer, v).ptr);
      return s.find_first_of(".en") == std::string::npos ? s + ".0" : s;
    }
    std::string operator()(const std::string& v) const { return quoted(v); }
    std::string operator()(const LoopName& v) const { return nameText(v.value); }
    std::string operator()(const BlockName& v) const { return nameText(v.value); }
    std::string operator()(const BufferName& v) const { return nameText(v.value); }
    std::string operator()(const ValueName& v) const { return nameText(v.value); }
    std::string operator()(const std::vector<int64_t>& v) const {
      return listText(v, [](int64_t i) { return std::to_string(i); });
    }
    std::string operator()(const std::vector<LoopName>& v) const {
      return listText(v, [](const LoopName& n) { return nameText(n.value); });
    }
    std::string operator()(const std::vector<std::string>& v) const { return listText(v, quoted); }
  };
  return std::visit(Visitor{}, a);
}

// In the order of the primitive's row; unknown ones last.
std::string toText(const Step& step) {
  std::string out;
  for (const std::string& r : step.results) out += (out.empty() ? "" : ", ") + nameText(r);
  out += (out.empty() ? "" : " = ") + step.primitive + "(";
  bool isFirst = true;
  const auto add = [&](const std::string& name, const Argument& value) {
    out += (isFirst ? "" : ", ") + name + "=" + toText(value);
    isFirst = false;
  };
  const PrimitiveSpec* spec = findPrimitive(step.primitive);
  for (const ArgumentSpec& a : spec ? spec->arguments : std::vector<ArgumentSpec>{}) {
    const auto it = step.arguments.find(std::string(a.name));
    if (it != step.arguments.end()) add(it->first, it->second);
  }
  return out + ")";
}

namespace {

class LineReader {
 public:
  LineReader(std::string_view line, size_t number) : m_line(line), m_number(number) {}

  Result<Step> step() {
    Step out;
    std::vector<std::string> names;
    do {
      HEDDLE_TRY(std::string name, this->name());
      names.push_back(std::move(name));
    } while (accept(','));
    if (accept('=')) {
      out.results = std::move(names);
      HEDDLE_TRY(out.primitive, name());
    } else if (names.size() == 1) {
      out.primitive = names[0];
    } else {
      return error("expected '='");
    }
    const PrimitiveSpec* spec = findPrimitive(out.primitive);
    if (!spec) return error("no primitive is named '{0}'", out.primitive);
    m_step = out.primitive;
    if (!accept('(')) return error("expected '('");
    while (!accept(')')) {
      HEDDLE_TRY(std::string key, name());
      const ArgumentSpec* argument = nullptr;
      for (const ArgumentSpec& a : spec->arguments) {
        if (a.name == key) argument = &a;
      }
      if (!argument || out.arguments.count(key)) return error("'{0}' is no argument here in the step {1}", key);
      if (!accept('=')) return error("expected '='");
      HEDDLE_TRY(Argument v, value(argument->kind));
      out.arguments.emplace(key, std::move(v));
      if (!accept(',') && peek() != ')') return error("expected ',' or ')'");
    }
    if (peek() != '\0') return error("text after the closing bracket");
    return out;
  }

 private:
  // "{0}" in a message is `word`, "{1}" the step; a message without a word is a sentence of its own.
  Diagnostic error(std::string message, const std::string& word = {}) const {
    const std::string where =
        "line " + std::to_string(m_number) + ", column " + std::to_string(m_pos + 1);
    if (m_step.empty() || !word.empty())
      return {
          "schedule.parse", std::move(message), {{"value", 0, word}, {"value", 0, m_step}}, where};
    return {"schedule.parse",
            "{0} in the step {1}",
            {{"phrase", 0, std::move(message)}, {"value", 0, m_step}},
            where};
  }
  void skip() {
    while (m_pos < m_line.size() &&
           (m_line[m_pos] == ' ' || m_line[m_pos] == '\t' || m_line[m_pos] == '\r'))
      ++m_pos;
  }
  char peek() {
    skip();
    return m_pos < m_line.size() ? m_line[m_pos] : '\0';
  }
  bool accept(char c) {
    if (peek() != c) return false;
    ++m_pos;
    return true;
  }
  Result<std::string> text() {
    if (!accept('"')) return error("expected a string in quotes");
    std::string out;
    for (; m_pos < m_line.size() && m_line[m_pos] != '"'; ++m_pos) {
      char c = m_line[m_pos];
      if (c == '\\' && m_pos + 1 < m_line.size()) c = m_line[++m_pos] == 'n' ? '\n' : m_line[m_pos];
      out += c;
    }
    if (m_pos >= m_line.size()) return error("a string has no end");
    ++m_pos;
    return out;
  }
  Result<std::string> name() {
    if (peek() == '"') return text();
    const size_t begin = m_pos;
    while (m_pos < m_line.size() && isNameCharacter(m_line[m_pos])) ++m_pos;
    if (m_pos == begin || std::isdigit(static_cast<unsigned char>(m_line[begin])))
      return error("expected a name");
    return std::string(m_line.substr(begin, m_pos - begin));
  }
  // Only plain names stand for drawn values, not quoted ones.
  bool isName() { return std::isalpha(static_cast<unsigned char>(peek())) || peek() == '_'; }
  Result<Argument> valueName() {
    HEDDLE_TRY(std::string n, name());
    return Argument(ValueName{n});
  }
  Result<Argument> number(bool allowDouble) {
    skip();
    const char *begin = m_line.data() + m_pos, *end = m_line.data() + m_line.size();
    int64_t i = 0;
    const auto asInt = std::from_chars(begin, end, i);
    double d = 0;
    const auto asDouble = std::from_chars(begin, end, d);
    if (asDouble.ec != std::errc() && asInt.ec != std::errc())
      return error("expected a number in range");
    const bool isInt = asInt.ec == std::errc() && asInt.ptr == asDouble.ptr;
    if (!isInt && !allowDouble) return error("expected an integer in range");
    m_pos += static_cast<size_t>((isInt ? asInt.ptr : asDouble.ptr) - begin);
    return isInt ? Argument(i) : Argument(d);
  }
  template <class T, class F>
  Result<Argument> list(F item) {
    if (!accept('[')) return error("expected '['");
    std::vector<T> out;
    while (!accept(']')) {
      HEDDLE_TRY(T one, item());
      out.push_back(std::move(one));
      if (!accept(',') && peek() != ']') return error("expected ',' or ']'");
    }
    return Argument(std::move(out));
  }
  Result<Argument> value(ArgumentKind kind) {
    switch (kind) {
      case ArgumentKind::loop: {
        HEDDLE_TRY(std::string n, name());
        return Argument(LoopName{n});
      }
      case ArgumentKind::block: {
        HEDDLE_TRY(std::string n, name());
        return Argument(BlockName{n});
      }
      case ArgumentKind::buffer: {
        HEDDLE_TRY(std::string n, name());
        return Argument(BufferName{n});
      }
      case ArgumentKind::integer:
        if (isName()) return valueName();
        return number(false);
      case ArgumentKind::integers:
        if (isName()) return valueName();
        return list<int64_t>([&]() -> Result<int64_t> {
          HEDDLE_TRY(Argument v, number(false));
          return std::get<int64_t>(v);
        });
      case ArgumentKind::loops:
        return list<LoopName>([&]() -> Result<LoopName> {
          HEDDLE_TRY(std::string n, name());
          return LoopName{n};
        });
      case ArgumentKind::text: {
        HEDDLE_TRY(std::string s, text());
        return Argument(s);
      }
      case ArgumentKind::texts:
        return list<std::string>([&] { return text(); });
      case ArgumentKind::value:
        if (isName()) return valueName();
        if (peek() != '"') return number(true);
        HEDDLE_TRY(std::string s, text());
        return Argument(s);
    }
    return error("expected a value");
  }

  std::string_view m_line;
  size_t m_number, m_pos = 0;
  std::string m_step;  // once its name is read
};

}  // namespace

std::string toText(const Trace& trace) {
  std::string out;
  for (const Step& step : trace.steps) out += toText(step) + "\n";
  return out;
}

Result<Trace> parseTrace(std::string_view text) {
  if (text.size() > maxTextBytes) return Diagnostic{"schedule.parse", "the trace is too long"};
  Trace trace;
  for (size_t begin = 0, number = 1; begin < text.size(); ++number) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    const size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos || line[first] == '#') continue;
    if (trace.steps.size() >= maxSteps)
      return Diagnostic{"schedule.parse",
                        "a trace has at most {0} steps",
                        {{"value", 0, std::to_string(maxSteps)}},
                        "line " + std::to_string(number) + ", step " + std::to_string(maxSteps + 1)};
    HEDDLE_TRY(Step step, LineReader(line, number).step());
    trace.steps.push_back(std::move(step));
  }
  return trace;
}

}  // namespace heddle::schedule
