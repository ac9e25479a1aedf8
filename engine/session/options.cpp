// SPDX-License-Identifier: Apache-2.0
#include "engine/session/options.h"

#include <algorithm>

namespace heddle::session {

Result<FusionOverride> parseEdge(const std::string& text, bool force) {
  std::vector<std::string> names(1);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':')
      names.emplace_back();
    else
      names.back() += text[i] == '\\' && i + 1 < text.size() ? text[++i] : text[i];
  }
  if (names.size() != 2 || names[0].empty() || names[1].empty())
    return Diagnostic{"cli.edge", "this names no edge: {0}", {{"value", 0, text}}, "",
                      "write PRODUCER:CONSUMER; a colon inside a name is written \\:"};
  return FusionOverride{names[0], names[1], force};
}

bool havePassesAlike(const CompileOptions& a, const CompileOptions& b) {
  const auto sameValues = [](const auto& left, const auto& right) {
    return left.first == right.first && left.second.extents() == right.second.extents() &&
           std::ranges::equal(left.second.bytes(), right.second.bytes());
  };
  return a.optLevel == b.optLevel && a.target == b.target && a.inputShapes == b.inputShapes &&
         a.disabledPasses == b.disabledPasses && a.threads == b.threads &&
         std::ranges::equal(a.inputValues, b.inputValues, sameValues);
}

bool makeTheSameBuild(const CompileOptions& a, const CompileOptions& b) {
  return havePassesAlike(a, b) && a.fusion == b.fusion && a.scheduled == b.scheduled &&
         a.fusionOverrides == b.fusionOverrides && a.schedules == b.schedules;
}

}  // namespace heddle::session
