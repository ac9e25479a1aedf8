// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_json.h"

#include <nlohmann/json.hpp>

namespace heddle::session {

using nlohmann::json;

namespace {

json jsonOf(const Phrase& phrase) {
  if (phrase.isName) return phrase.format;
  json out = json::array({phrase.format});
  for (const Phrase& a : phrase.arguments) out.push_back(jsonOf(a));
  return out;
}

Phrase phraseOf(const json& value) {
  if (!value.is_array()) return value.get<std::string>();
  Phrase out(value.at(0).get<std::string>().c_str());
  for (size_t i = 1; i < value.size(); ++i) out.arguments.push_back(phraseOf(value[i]));
  return out;
}

}  // namespace

std::string toJson(const Phrase& phrase) { return jsonOf(phrase).dump(); }

Phrase phraseFromJson(const std::string& text) try {
  return phraseOf(json::parse(text));
} catch (const json::exception&) {
  return text;
}

std::string toJson(const ScheduleSpeed& speed) {
  const Measurement& time = speed.time;
  return json{{"samples", time.samples},
              {"unit", time.unit},
              {"median", time.median},
              {"low", time.low},
              {"high", time.high},
              {"noise_floor", time.noiseFloor},
              {"machine", time.machine},
              {"threads", time.threads},
              {"protocol", jsonOf(time.protocol)},
              {"command", time.command},
              {"gflops", speed.gflops},
              {"gbytes_per_second", speed.gbytesPerSecond},
              {"share_of_peak", speed.shareOfPeak},
              {"of_tolerance", speed.worstOfTolerance}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<ScheduleSpeed> speedFromJson(const std::string& text) try {
  const json object = json::parse(text);
  ScheduleSpeed speed;
  object.at("samples").get_to(speed.time.samples);
  object.at("unit").get_to(speed.time.unit);
  object.at("median").get_to(speed.time.median);
  object.at("low").get_to(speed.time.low);
  object.at("high").get_to(speed.time.high);
  object.at("noise_floor").get_to(speed.time.noiseFloor);
  object.at("machine").get_to(speed.time.machine);
  object.at("threads").get_to(speed.time.threads);
  speed.time.protocol = phraseOf(object.at("protocol"));
  object.at("command").get_to(speed.time.command);
  object.at("gflops").get_to(speed.gflops);
  object.at("gbytes_per_second").get_to(speed.gbytesPerSecond);
  object.at("share_of_peak").get_to(speed.shareOfPeak);
  object.at("of_tolerance").get_to(speed.worstOfTolerance);
  return speed;
} catch (const json::exception&) {
  return std::nullopt;
}

}  // namespace heddle::session
