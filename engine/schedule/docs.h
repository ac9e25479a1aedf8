// What each primitive's file says at its head, for tooltips, messages and docs/primitives.md.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::schedule {

struct PrimitiveHead {
  std::string_view name, comment;
};
// Generated when building.
std::span<const PrimitiveHead> primitiveHeads();

struct Requirement {
  int number = 0;
  std::vector<std::string> names;  // as in "schedule.<primitive>.<name>"
  std::string text;
};

struct PrimitiveDocs {
  std::string summary;        // one sentence
  std::string before, after;  // text of loops, side by side in the file; `after` may be empty
  std::string notes;          // what else is to know; may be empty
  std::vector<Requirement> requirements;
};
// Empty for a name that no primitive has.
PrimitiveDocs docsOf(std::string_view primitive);

// "4. factors: there are at least two, ..." for "schedule.split.factors"; empty for codes that
// every step can have (arguments, results, value).
std::string requirementText(std::string_view code);

}  // namespace heddle::schedule
