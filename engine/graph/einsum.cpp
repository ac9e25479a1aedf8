// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/einsum.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace heddle::graph {
namespace {

Diagnostic einsumError(std::string message) {
  return {"graph.einsum", std::move(message)};
}

struct Term {
  std::string before, after;  // labels around the ellipsis; all in `before` without one
  bool hasEllipsis = false;
};

Result<Term> parseTerm(std::string_view text) {
  Term term;
  for (size_t i = 0; i < text.size(); ++i) {
    if (std::isspace(static_cast<unsigned char>(text[i]))) continue;
    if (text.substr(i, 3) == "...") {
      if (term.hasEllipsis) return einsumError("a term has two ellipses");
      term.hasEllipsis = true;
      i += 2;
    } else if (std::isalpha(static_cast<unsigned char>(text[i]))) {
      (term.hasEllipsis ? term.after : term.before) += text[i];
    } else {
      return einsumError("the equation holds '" + std::string(1, text[i]) + "'");
    }
  }
  return term;
}

// Labels for the last `count` of `longest` ellipsis axes.
std::string ellipsisLabels(size_t count, size_t longest) {
  std::string labels;
  for (size_t i = longest - count; i < longest; ++i) labels += static_cast<char>('0' + i);
  return labels;
}

// Without "->": the labels that occur once, in alphabetical order, after the ellipsis.
std::string implicitOutput(const std::vector<Term>& terms, const std::string& ellipsis) {
  std::map<char, int> counts;
  for (const Term& term : terms)
    for (const char label : term.before + term.after) ++counts[label];
  std::string output = ellipsis;
  for (const auto& [label, count] : counts)
    if (count == 1) output += label;
  return output;
}

}  // namespace

Result<EinsumEquation> parseEinsum(std::string_view equation, const std::vector<size_t>& ranks) {
  const size_t arrow = equation.find("->");
  std::string_view left = equation.substr(0, arrow);
  std::vector<Term> terms;
  for (size_t begin = 0; begin <= left.size();) {
    const size_t comma = std::min(left.find(',', begin), left.size());
    HEDDLE_TRY(Term term, parseTerm(left.substr(begin, comma - begin)));
    terms.push_back(std::move(term));
    begin = comma + 1;
  }
  if (terms.size() != ranks.size())
    return einsumError("the equation has " + std::to_string(terms.size()) + " terms for " +
                       std::to_string(ranks.size()) + " inputs");
  size_t longest = 0;
  for (size_t i = 0; i < terms.size(); ++i) {
    const size_t named = terms[i].before.size() + terms[i].after.size();
    if (terms[i].hasEllipsis ? ranks[i] < named : ranks[i] != named)
      return einsumError("term " + std::to_string(i) + " does not match its input's rank " +
                         std::to_string(ranks[i]));
    longest = std::max(longest, ranks[i] - named);
  }
  if (longest > 10) return einsumError("an ellipsis covers more than ten axes");
  EinsumEquation parsed;
  for (size_t i = 0; i < terms.size(); ++i) {
    const size_t covered = ranks[i] - terms[i].before.size() - terms[i].after.size();
    parsed.inputs.push_back(terms[i].before + ellipsisLabels(covered, longest) + terms[i].after);
  }
  if (arrow == std::string_view::npos) {
    parsed.output = implicitOutput(terms, ellipsisLabels(longest, longest));
    return parsed;
  }
  HEDDLE_TRY(const Term out, parseTerm(equation.substr(arrow + 2)));
  parsed.output =
      out.before + (out.hasEllipsis ? ellipsisLabels(longest, longest) : "") + out.after;
  for (size_t i = 0; i < parsed.output.size(); ++i) {
    const char label = parsed.output[i];
    if (parsed.output.find(label, i + 1) != std::string::npos)
      return einsumError("the output names '" + std::string(1, label) + "' twice");
    const bool isKnown =
        std::any_of(parsed.inputs.begin(), parsed.inputs.end(),
                    [&](const std::string& term) { return term.find(label) != std::string::npos; });
    if (!isKnown)
      return einsumError("the output names '" + std::string(1, label) + "', no input does");
  }
  return parsed;
}

}  // namespace heddle::graph
