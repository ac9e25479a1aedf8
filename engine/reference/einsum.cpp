// Einstein summation over any number of operands.
//   1. Split the equation into one list of labels per operand and one for the result; "..." becomes
//      labels of its own, aligned at the right as broadcasting does.
//   2. Give every label its extent.
//   3. For every index of (result labels, summed labels) add the product of the operands.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "engine/reference/evaluators.h"
#include "engine/reference/wide.h"

namespace heddle::reference {
namespace {

// A label is a letter, or 256 + distance from the right for an axis of the ellipsis.
using Labels = std::vector<int>;

struct Equation {
  std::vector<Labels> operands;
  Labels result;
};

Result<Labels> parseTerm(const Call& call, const std::string& term, size_t ellipsisRank) {
  Labels labels;
  bool isSeen = false;
  for (size_t i = 0; i < term.size(); ++i) {
    if (std::isalpha(static_cast<unsigned char>(term[i]))) {
      labels.push_back(term[i]);
    } else if (term.compare(i, 3, "...") == 0 && !isSeen) {
      for (size_t k = ellipsisRank; k-- > 0;) labels.push_back(256 + static_cast<int>(k));
      isSeen = true;
      i += 2;
    } else {
      return call.inputError("the term \"" + term + "\" is not made of letters and one ellipsis");
    }
  }
  return labels;
}

std::vector<std::string> splitTerms(const std::string& text) {
  std::vector<std::string> terms(1);
  for (const char c : text) {
    if (c == ',')
      terms.emplace_back();
    else
      terms.back() += c;
  }
  return terms;
}

// Labels that appear once, in alphabetical order, after the ellipsis.
Labels impliedResult(const std::vector<Labels>& operands) {
  std::map<int, int> counts;
  for (const Labels& labels : operands)
    for (const int label : labels) ++counts[label];
  Labels out;
  for (auto it = counts.rbegin(); it != counts.rend(); ++it)
    if (it->first >= 256) out.push_back(it->first);
  for (const auto& [label, count] : counts)
    if (label < 256 && count == 1) out.push_back(label);
  return out;
}

Result<Equation> parseEquation(const Call& call) {
  std::string text = call.node.stringAttribute("equation");
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' '; }), text.end());
  const size_t arrow = text.find("->");
  const auto terms = splitTerms(text.substr(0, arrow));
  if (terms.size() != call.inputs.size())
    return call.inputError("the equation has " + std::to_string(terms.size()) + " operands");
  Equation equation;
  size_t widest = 0;
  for (size_t i = 0; i < terms.size(); ++i) {
    const bool hasDots = terms[i].find("...") != std::string::npos;
    const size_t letters = terms[i].size() - (hasDots ? 3 : 0), rank = call.in(i).rank();
    if (hasDots ? rank < letters : rank != letters)
      return call.inputError("the term \"" + terms[i] + "\" does not fit rank " +
                             std::to_string(rank));
    HEDDLE_TRY(Labels labels, parseTerm(call, terms[i], rank - letters));
    if (hasDots) widest = std::max(widest, rank - letters);
    equation.operands.push_back(std::move(labels));
  }
  if (arrow == std::string::npos) {
    equation.result = impliedResult(equation.operands);
  } else {
    HEDDLE_TRY(equation.result, parseTerm(call, text.substr(arrow + 2), widest));
  }
  return equation;
}

Result<std::map<int, int64_t>> labelExtents(const Call& call, const Equation& equation) {
  std::map<int, int64_t> extents;
  for (size_t i = 0; i < equation.operands.size(); ++i)
    for (size_t axis = 0; axis < equation.operands[i].size(); ++axis) {
      const int64_t extent = call.in(i).extents()[axis];
      auto [it, isNew] = extents.emplace(equation.operands[i][axis], extent);
      if (isNew || it->second == extent) continue;
      if (it->second == 1)
        it->second = extent;
      else if (extent != 1)
        return call.inputError("a label has two extents");
    }
  for (size_t i = 0; i < equation.result.size(); ++i) {
    const auto begin = equation.result.begin();
    if (!extents.contains(equation.result[i]) || std::find(begin, begin + i, begin[i]) != begin + i)
      return call.inputError("the result names a label twice or one that no operand has");
  }
  return extents;
}

template <class A>
Outputs contract(const Call& call, const Equation& equation, std::map<int, int64_t> size) {
  Labels all = equation.result;
  for (const auto& [label, extent] : size)
    if (std::find(all.begin(), all.end(), label) == all.end()) all.push_back(label);
  Extents space, result;
  for (const int label : all) space.push_back(size[label]);
  result.assign(space.begin(), space.begin() + equation.result.size());
  const size_t count = call.inputs.size();
  std::vector<std::vector<A>> values;
  std::vector<Extents> strides(count, Extents(all.size(), 0));
  for (size_t k = 0; k < count; ++k) {
    values.push_back(widen<A>(call.in(k)));
    const Extents own = stridesOf(call.in(k).extents());
    for (size_t axis = 0; axis < own.size(); ++axis)
      if (call.in(k).extents()[axis] != 1)
        strides[k][std::find(all.begin(), all.end(), equation.operands[k][axis]) - all.begin()] +=
            own[axis];
  }
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, result));
  std::vector<A> y(static_cast<size_t>(checked.elementCount()), A(0));
  Extents target = stridesOf(result);
  target.resize(all.size(), 0);
  forEachIndex(space, [&](const Extents& index) {
    A product = A(1);
    for (size_t k = 0; k < count; ++k) {
      int64_t at = 0;
      for (size_t i = 0; i < index.size(); ++i) at += index[i] * strides[k][i];
      product *= values[k][at];
    }
    int64_t at = 0;
    for (size_t i = 0; i < index.size(); ++i) at += index[i] * target[i];
    y[at] += product;
  });
  return single(narrow(y, call.in(0).element(), result));
}

}  // namespace

Outputs evaluateEinsum(const Call& call) {
  for (size_t i = 1; i < call.inputs.size(); ++i) HEDDLE_CHECK(requireSameType(call, 0, i));
  HEDDLE_TRY(const Equation equation, parseEquation(call));
  HEDDLE_TRY(const auto extents, labelExtents(call, equation));
  return onAccumulator<Outputs>(
      call.in(0).element(), [&]<class A>() { return contract<A>(call, equation, extents); },
      call.badType(0));
}

}  // namespace heddle::reference
