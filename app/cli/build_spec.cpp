// SPDX-License-Identifier: Apache-2.0
#include "app/cli/build_spec.h"

#include <algorithm>

namespace heddle::cli {
namespace {

bool isOption(const std::string& text) {
  return text == "O0" || text == "O1" || text == "O2" || text == "O3" || text == "no-fusion" ||
         text == "no-schedule" || text.rfind("target=", 0) == 0 || text.rfind("without=", 0) == 0 ||
         text.rfind("schedule=", 0) == 0;
}

std::vector<std::string> splitCommas(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

BuildSpec parseSpec(const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) return {text, {}};
  const std::vector<std::string> parts = splitCommas(text.substr(colon + 1));
  if (!std::all_of(parts.begin(), parts.end(), isOption)) return {text, {}};
  return {text.substr(0, colon), parts};
}

Status applySpec(const BuildSpec& spec, session::CompileOptions& options) {
  for (const std::string& option : spec.options) {
    if (option[0] == 'O')
      options.optLevel = option[1] - '0';
    else if (option == "no-fusion")
      options.fusion = false;
    else if (option == "no-schedule")
      options.scheduled = false;
    else if (option.rfind("target=", 0) == 0)
      options.target = option.substr(7);
    else if (option.rfind("schedule=", 0) == 0)
      continue;  // chosen when the model is open
    else
      options.disabledPasses.push_back(option.substr(8));
  }
  return {};
}

std::vector<std::string> specSchedules(const BuildSpec& spec) {
  std::vector<std::string> out;
  for (const std::string& option : spec.options)
    if (option.rfind("schedule=", 0) == 0) out.push_back(option.substr(9));
  return out;
}

std::string specOptions() {
  return "O0 to O3, no-fusion, no-schedule, target=T, without=PASS, schedule=GROUP=FILE";
}

}  // namespace heddle::cli
