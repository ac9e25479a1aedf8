// SPDX-License-Identifier: Apache-2.0
#include "app/cli/schedule_output.h"

#include <cmath>
#include <functional>
#include <sstream>

#include "app/cli/context.h"
#include "app/cli/output.h"

namespace heddle::cli {

using namespace session;

namespace {

std::string intervalText(const Measurement& time) {
  return milliseconds(time.median) + " (" + milliseconds(time.low) + " to " +
         milliseconds(time.high) + ")";
}

json lines(const std::vector<ScheduleDiffLine>& diff) {
  json out = json::array();
  for (const ScheduleDiffLine& line : diff) {
    const char* side = line.side == ScheduleDiffLine::Side::both    ? "both"
                       : line.side == ScheduleDiffLine::Side::onlyA ? "a"
                                                                    : "b";
    out.push_back({{"side", side}, {"text", line.text}});
  }
  return out;
}

std::string diffText(const std::vector<ScheduleDiffLine>& diff) {
  std::string out;
  for (const ScheduleDiffLine& line : diff)
    out += (line.side == ScheduleDiffLine::Side::both    ? "  "
            : line.side == ScheduleDiffLine::Side::onlyA ? "- "
                                                         : "+ ") +
           line.text + "\n";
  return out;
}

json numberOrNull(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

}  // namespace

json toJson(const ScheduleSpeed& speed) {
  return {{"time", toJson(speed.time)},
          {"noise_floor", speed.time.noiseFloor},
          {"gflops", speed.gflops},
          {"gbytes_per_second", speed.gbytesPerSecond},
          {"share_of_peak", speed.shareOfPeak},
          {"of_tolerance", speed.worstOfTolerance}};
}

json toJson(const SchedulePrediction& p) {
  return {{"threads", p.threads},
          {"milliseconds", p.milliseconds},
          {"note", p.note.text()},
          {"roofline_milliseconds", p.rooflineMilliseconds},
          {"port_milliseconds", p.portMilliseconds},
          {"gflops", p.gflops},
          {"share_of_peak", p.shareOfPeak},
          {"bound_by", p.boundBy},
          {"hot_loop",
           {{"instructions", p.instructions},
            {"multiply_adds", p.multiplyAdds},
            {"loads", p.loads},
            {"stores", p.stores},
            {"live_vector_registers", p.liveVectorRegisters},
            {"spills", p.spills},
            {"moves", p.moves},
            {"cycles", p.cyclesPerIteration},
            {"busiest_port", p.busiestPort}}}};
}

json toJson(const ScheduleHistoryView& history) {
  json states = json::array(), sharedBy = json::array();
  for (const GroupId id : history.sharedBy) sharedBy.push_back(id.value);
  for (const ScheduleStateView& s : history.states) {
    json state = {{"id", s.id},       {"parent", s.parent},   {"name", s.name},
                  {"steps", s.steps}, {"refusal", s.refusal.text()}, {"within_noise", s.isWithinNoise}};
    state["over_parent"] = s.overParent > 0 ? json(s.overParent) : json(nullptr);
    state["speed"] = s.speed ? toJson(*s.speed) : json(nullptr);
    states.push_back(std::move(state));
  }
  return {{"group", history.groupName},
          {"shape", history.shape},
          {"workload", history.workload},
          {"shared_by", sharedBy},
          {"current", history.current},
          {"chosen", history.chosen},
          {"trace", history.states[static_cast<size_t>(history.current)].trace},
          {"peak_gflops", history.peakGflops},
          {"states", states}};
}

json toJson(const ScheduleProgramView& program) {
  json tree = json::array(), buffers = json::array();
  for (const ScheduleTreeItem& row : program.tree) {
    json notes = json::object();
    for (const auto& [key, value] : row.annotations) notes[key] = value;
    const bool isLoop = row.item.kind == LoopTreeItem::Kind::loop;
    tree.push_back({{"name", row.name},
                    {"what", isLoop ? "loop" : "block"},
                    {"depth", row.item.depth},
                    {"extent", row.item.extent},
                    {"kind", row.item.loopKind},
                    {"trip_count", row.tripCount},
                    {"working_set_bytes", row.item.workingSetBytes},
                    {"fits_in", row.item.fitsIn},
                    {"reuse", row.reuse},
                    {"annotations", notes}});
  }
  for (const ScheduleBufferView& buffer : program.buffers)
    buffers.push_back({{"name", buffer.name},
                       {"type", buffer.type},
                       {"role", buffer.role},
                       {"scope", buffer.scope},
                       {"bytes", buffer.bytes}});
  return {
      {"tree", tree}, {"buffers", buffers}, {"text", program.text.text}, {"trace", program.trace}};
}

json toJson(const SchedulePrimitiveView& p) {
  json arguments = json::array();
  for (const ScheduleArgumentView& a : p.arguments)
    arguments.push_back({{"name", a.name},
                         {"kind", a.kind},
                         {"optional", a.isOptional},
                         {"value", a.value},
                         {"choices", a.choices}});
  json out = {{"primitive", p.primitive},
              {"tooltip", p.tooltip},
              {"arguments", arguments},
              {"step", p.step}};
  if (p.step.empty()) return out;
  out["applies"] = p.applies;
  if (!p.applies) {
    out["refusal"] = toJson(p.refusal);
    out["counter_example"] = p.counterExample.text();
    json alternatives = json::array();
    std::istringstream in(p.alternative);
    for (std::string line; std::getline(in, line);) alternatives.push_back(line);
    out["alternative"] = alternatives;
    out["alternative_takes_back"] = p.alternativeTakesBack;
    out["alternative_trace"] = p.alternativeTrace;
    out["alternatives_tried"] = p.alternativesTried;
    out["none_near"] = p.noneNear.text();
  }
  return out;
}

json toJson(const ScheduleComparison& c) {
  json counters = json::array();
  for (const ScheduleComparison::Counter& counter : c.counters)
    counters.push_back(
        {{"name", counter.name}, {"a", numberOrNull(counter.a)}, {"b", numberOrNull(counter.b)}});
  json absent = json::object();
  for (const auto& [name, reason] : c.absentCounters) absent[name] = reason.text();
  return {{"a", c.a},
          {"b", c.b},
          {"ratio", c.ratio},
          {"ratio_low", c.ratioLow},
          {"ratio_high", c.ratioHigh},
          {"is_different", c.isDifferent},
          {"verdict", c.verdict.text()},
          {"speed_a", toJson(c.speedA)},
          {"speed_b", toJson(c.speedB)},
          {"predicted_a", toJson(c.predictedA)},
          {"predicted_b", toJson(c.predictedB)},
          {"counters", counters},
          {"absent_counters", absent},
          {"trace", lines(c.trace)},
          {"program", lines(c.program)}};
}

json toJson(const TransplantRow& row) {
  json out = {{"group", row.group.value}, {"groups", row.groups}, {"name", row.name},
              {"shape", row.shape},       {"legal", row.isLegal}, {"before", toJson(row.before)}};
  if (row.isLegal)
    out["after"] = toJson(row.after);
  else
    out["refusal"] = toJson(row.refusal);
  if (row.speedBefore) out["speed_before"] = toJson(*row.speedBefore);
  if (row.speedAfter) {
    out["speed_after"] = toJson(*row.speedAfter);
    out["verdict"] = row.verdict.text();
    out["chosen"] = row.isChosen;
  }
  return out;
}

std::string toText(const ScheduleSpeed& speed) {
  return intervalText(speed.time) + ", " + significant(speed.gflops) + " GFLOPS, " +
         percent(speed.shareOfPeak) + " of peak, " + significant(speed.gbytesPerSecond) +
         " GB/s, noise " + percent(speed.time.noiseFloor) +
         "; agrees with the reference interpreter\n";
}

std::string toText(const SchedulePrediction& p) {
  std::string out = "predicted " + milliseconds(p.milliseconds) + ", " + significant(p.gflops) +
                    " GFLOPS, " + percent(p.shareOfPeak) + " of peak; at best " +
                    milliseconds(p.rooflineMilliseconds) + ", bound by " + p.boundBy +
                    (p.threads > 1 ? "; " + std::to_string(p.threads) + " threads" : "") + "\n";
  if (!p.note.empty()) out += "note: " + p.note.text() + "\n";
  if (p.instructions > 0)
    out += "hot loop: " + std::to_string(p.instructions) + " instructions, " +
           std::to_string(p.multiplyAdds) + " multiply-adds, " + std::to_string(p.loads) +
           " loads, " + std::to_string(p.stores) + " stores, " +
           std::to_string(p.liveVectorRegisters) + " of " + std::to_string(p.vectorRegisters) +
           " vector registers live, " + std::to_string(p.spills) +
           " spills" +
           (p.cyclesPerIteration > 0
                ? ", " + significant(p.cyclesPerIteration) + " cycles, busiest " + p.busiestPort
                : std::string()) +
           "\n";
  return out;
}

std::string toText(const ScheduleHistoryView& history) {
  std::vector<std::vector<const ScheduleStateView*>> children(history.states.size());
  for (const ScheduleStateView& s : history.states)
    if (s.parent >= 0) children[static_cast<size_t>(s.parent)].push_back(&s);
  Table table({"state", "step", "measured", "of peak", "over parent", ""}, {2, 3, 4});
  const std::function<void(const ScheduleStateView&, int)> add = [&](const ScheduleStateView& s,
                                                                     int depth) {
    std::string title = s.name.empty() ? s.steps.substr(0, s.steps.find('\n')) : s.name;
    constexpr size_t kWidest = 64;
    if (title.size() > kWidest) title = title.substr(0, kWidest - 3) + "...";
    std::string marks = s.id == history.current ? "< current" : "";
    if (s.id == history.chosen) marks += std::string(marks.empty() ? "" : ", ") + "built with";
    table.add({std::to_string(s.id), std::string(static_cast<size_t>(depth) * 2, ' ') + title,
               s.speed             ? milliseconds(s.speed->time.median)
               : s.refusal.empty() ? ""
                                   : "refused",
               s.speed ? percent(s.speed->shareOfPeak) : "",
               s.overParent <= 0 ? ""
               : s.isWithinNoise ? "within noise"
                                 : significant(s.overParent) + "x",
               marks});
    const auto& below = children[static_cast<size_t>(s.id)];
    for (const ScheduleStateView* child : below) add(*child, below.size() == 1 ? depth : depth + 1);
  };
  if (!history.states.empty()) add(history.states.front(), 0);
  return table.text();
}

std::string loopTreeText(const ScheduleProgramView& program) {
  Table table({"loop or block", "extent", "kind", "runs", "working set", "fits in", "reuse", ""},
              {1, 3, 4, 6});
  for (const ScheduleTreeItem& row : program.tree) {
    const bool isLoop = row.item.kind == LoopTreeItem::Kind::loop;
    std::string notes;
    for (const auto& [key, value] : row.annotations)
      if (key != "op" && key != "form") notes += (notes.empty() ? "" : ", ") + key + "=" + value;
    table.add({std::string(static_cast<size_t>(row.item.depth) * 2, ' ') +
                   (isLoop ? "" : "block ") + row.name,
               isLoop ? countText(row.item.extent) : "", row.item.loopKind,
               countText(row.tripCount), isLoop ? bytesText(row.item.workingSetBytes) : "",
               row.item.fitsIn, row.reuse > 0 ? significant(row.reuse) : "", notes});
  }
  return table.text();
}

std::string toText(const SchedulePrimitiveView& p) {
  if (p.applies) return "+ " + p.step + "\n";
  std::string out = "x " + p.step + "\n    " + heddle::toText(p.refusal) + "\n";
  if (!p.counterExample.empty()) out += "    " + p.counterExample.text() + "\n";
  std::istringstream in(p.alternative);
  if (p.alternativeTakesBack > 0)
    out += "    instead: take back the last " +
           (p.alternativeTakesBack == 1 ? std::string("step")
                                        : std::to_string(p.alternativeTakesBack) + " steps") +
           ", then\n";
  for (std::string line; std::getline(in, line);)
    out += (p.alternativeTakesBack > 0 ? "             " : "    instead: ") + line + "\n";
  if (!p.noneNear.empty()) out += "    nothing near is legal: " + p.noneNear.text() + "\n";
  return out;
}

std::string toText(const ScheduleComparison& c) {
  std::string out = "trace\n" + diffText(c.trace) + "\nprogram\n" + diffText(c.program) + "\n";
  Table table({"", "A", "B"}, {1, 2});
  table.add({"measured", intervalText(c.speedA.time), intervalText(c.speedB.time)});
  table.add({"GFLOPS", significant(c.speedA.gflops), significant(c.speedB.gflops)});
  table.add({"of peak", percent(c.speedA.shareOfPeak), percent(c.speedB.shareOfPeak)});
  table.add({"predicted", milliseconds(c.predictedA.milliseconds),
             milliseconds(c.predictedB.milliseconds)});
  table.add({"hot loop: instructions", std::to_string(c.predictedA.instructions),
             std::to_string(c.predictedB.instructions)});
  table.add({"hot loop: multiply-adds", std::to_string(c.predictedA.multiplyAdds),
             std::to_string(c.predictedB.multiplyAdds)});
  table.add({"hot loop: spills", std::to_string(c.predictedA.spills),
             std::to_string(c.predictedB.spills)});
  for (const ScheduleComparison::Counter& counter : c.counters)
    if (std::isfinite(counter.a) && std::isfinite(counter.b))
      table.add({counter.name, significant(counter.a, 4), significant(counter.b, 4)});
  return out + table.text() + c.verdict.text() + "\n";
}

std::string toText(const std::vector<TransplantRow>& rows) {
  Table table({"group", "shape", "predicted now", "then", "measured now", "then", ""},
              {2, 3, 4, 5});
  for (const TransplantRow& row : rows)
    table.add(
        {row.name + (row.groups > 1 ? " and " + std::to_string(row.groups - 1) + " more" : ""),
         row.shape, milliseconds(row.before.milliseconds),
         row.isLegal ? milliseconds(row.after.milliseconds) : "",
         row.speedBefore ? milliseconds(row.speedBefore->time.median) : "",
         row.speedAfter ? milliseconds(row.speedAfter->time.median) : "",
         row.isLegal ? row.verdict.text() : heddle::toText(row.refusal)});
  return table.text();
}

}  // namespace heddle::cli
