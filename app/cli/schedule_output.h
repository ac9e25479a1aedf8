// Schedules for people and for scripts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "engine/session/schedule_views.h"

namespace heddle::cli {

using nlohmann::json;

json toJson(const session::ScheduleSpeed& speed);
json toJson(const session::SchedulePrediction& prediction);
json toJson(const session::ScheduleHistoryView& history);
json toJson(const session::ScheduleProgramView& program);
json toJson(const session::SchedulePrimitiveView& primitive);
json toJson(const session::ScheduleComparison& comparison);
json toJson(const session::TransplantRow& row);

std::string toText(const session::ScheduleSpeed& speed);
std::string toText(const session::SchedulePrediction& prediction);
// The tree of states with what was measured on each.
std::string toText(const session::ScheduleHistoryView& history);
std::string loopTreeText(const session::ScheduleProgramView& program);
std::string toText(const session::SchedulePrimitiveView& primitive);
std::string toText(const session::ScheduleComparison& comparison);
std::string toText(const std::vector<session::TransplantRow>& rows);

}  // namespace heddle::cli
