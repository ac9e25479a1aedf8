// Speeds as the workspace keeps them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "engine/session/schedule_numbers.h"

namespace heddle::session {

// A name as a string, a template as an array of itself and its arguments.
std::string toJson(const Phrase& phrase);
Phrase phraseFromJson(const std::string& text);  // any other text is a name
std::string toJson(const ScheduleSpeed& speed);
// Nothing for a text that is not what toJson writes.
std::optional<ScheduleSpeed> speedFromJson(const std::string& text);

}  // namespace heddle::session
