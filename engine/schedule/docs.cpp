// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/docs.h"

#include <algorithm>
#include <cctype>

namespace heddle::schedule {

namespace {

std::vector<std::string> linesOf(std::string_view comment) {
  std::vector<std::string> out;
  while (!comment.empty()) {
    const size_t end = std::min(comment.find('\n'), comment.size());
    std::string line(comment.substr(0, end));
    comment.remove_prefix(std::min(end + 1, comment.size()));
    line.erase(0, std::min<size_t>(2, line.size()));  // the slashes
    if (!line.empty() && line[0] == ' ') line.erase(0, 1);
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out.push_back(std::move(line));
  }
  while (!out.empty() && out.back().empty()) out.pop_back();
  return out;
}

std::string rightTrimmed(std::string s) {
  while (!s.empty() && s.back() == ' ') s.pop_back();
  return s;
}

// Where the right column begins: after the first gap of three blanks in the first line of two
// columns; npos when there is one column.
size_t columnOf(const std::vector<std::string>& example) {
  for (const std::string& line : example) {
    for (size_t i = line.find_first_not_of(' '); i < line.size(); ++i) {
      if (line.compare(i, 3, "   ") != 0) continue;
      return line.find_first_not_of(' ', i);
    }
    break;
  }
  return std::string::npos;
}

void splitExample(const std::vector<std::string>& example, PrimitiveDocs& docs) {
  const size_t column = columnOf(example);
  for (const std::string& line : example) {
    const bool hasRight = column != std::string::npos && line.size() > column &&
                          (column == 0 || line[column - 1] == ' ');
    const std::string left = rightTrimmed(hasRight ? line.substr(0, column) : line);
    docs.before += (left.size() > 2 ? left.substr(2) : "") + "\n";
    if (column != std::string::npos)
      docs.after += rightTrimmed(hasRight ? line.substr(column) : "") + "\n";
  }
  for (std::string* text : {&docs.before, &docs.after}) {
    while (text->ends_with("\n\n")) text->pop_back();
    if (*text == "\n") text->clear();
  }
}

// "4. factors, cover: text"
bool readRequirement(const std::string& line, Requirement& out) {
  size_t at = 0;
  while (at < line.size() && std::isdigit(static_cast<unsigned char>(line[at]))) ++at;
  const size_t colon = line.find(": ");
  if (at == 0 || at > 2 || line.compare(at, 2, ". ") != 0 || colon == std::string::npos)
    return false;
  out.number = std::stoi(line.substr(0, at));
  out.names = {""};
  for (char c : line.substr(at + 2, colon - at - 2)) {
    if (c == ',')
      out.names.emplace_back();
    else if (c == '_' || std::islower(static_cast<unsigned char>(c)))
      out.names.back() += c;
    else if (c != ' ')
      return false;
  }
  out.text = line.substr(colon + 2);
  return true;
}

void addTo(std::string& text, const std::string& line) {
  text += (text.empty() || line.empty() ? "" : " ") + line;
}

}  // namespace

PrimitiveDocs docsOf(std::string_view primitive) {
  PrimitiveDocs docs;
  const auto heads = primitiveHeads();
  const auto head = std::find_if(heads.begin(), heads.end(),
                                 [&](const PrimitiveHead& h) { return h.name == primitive; });
  if (head == heads.end()) return docs;
  std::vector<std::string> example;
  enum class Part { summary, example, notes, requirements } part = Part::summary;
  for (const std::string& line : linesOf(head->comment)) {
    const bool isIndented = line.starts_with("  ");
    if (line == "Requirements:") {
      part = Part::requirements;
    } else if (part == Part::summary && line.empty()) {
      part = Part::example;
    } else if (part == Part::summary) {
      addTo(docs.summary, line);
    } else if (part == Part::example && (isIndented || (line.empty() && example.empty()))) {
      example.push_back(line);
    } else if (part != Part::requirements) {
      part = Part::notes;
      addTo(docs.notes, line);
    } else if (Requirement r; readRequirement(line, r)) {
      docs.requirements.push_back(std::move(r));
    } else if (!docs.requirements.empty()) {
      addTo(docs.requirements.back().text, line);
    }
  }
  splitExample(example, docs);
  return docs;
}

std::string requirementText(std::string_view code) {
  constexpr std::string_view prefix = "schedule.";
  if (!code.starts_with(prefix)) return "";
  code.remove_prefix(prefix.size());
  const size_t dot = code.find('.');
  if (dot == std::string_view::npos) return "";
  const std::string_view name = code.substr(dot + 1);
  for (const Requirement& r : docsOf(code.substr(0, dot)).requirements) {
    if (std::find(r.names.begin(), r.names.end(), name) == r.names.end()) continue;
    return std::to_string(r.number) + ". " + std::string(name) + ": " + r.text;
  }
  return "";
}

}  // namespace heddle::schedule
