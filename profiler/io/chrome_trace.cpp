// SPDX-License-Identifier: Apache-2.0
#include "profiler/io/chrome_trace.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

namespace heddle::profiler {
namespace {

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string microseconds(int64_t ns) {
  const bool isNegative = ns < 0;
  const uint64_t magnitude = isNegative ? 0 - static_cast<uint64_t>(ns) : static_cast<uint64_t>(ns);
  char text[40];
  std::snprintf(text, sizeof text, "%s%llu.%03llu", isNegative ? "-" : "",
                static_cast<unsigned long long>(magnitude / 1000),
                static_cast<unsigned long long>(magnitude % 1000));
  return text;
}

std::string counterValue(const Counter& counter) {
  if (!counter.isPresent()) return quoted("n/a: " + counter.absent.text());
  return nlohmann::json(counter.value).dump();
}

std::string counterObject(const std::vector<Counter>& counters) {
  std::string out = "{";
  for (size_t i = 0; i < counters.size(); ++i)
    out += (i ? ", " : "") + quoted(counters[i].name) + ": " + counterValue(counters[i]);
  return out + "}";
}

void writeLaneNames(const Trace& trace, std::ostream& out) {
  out << R"({"ph": "M", "pid": 1, "tid": 0, "name": "process_name", "args": {"name": )"
      << quoted(trace.title) << "}}";
  out << ",\n"
      << R"({"ph": "M", "pid": 1, "tid": 0, "name": "thread_name", "args": {"name": "runs"}})";
  for (uint32_t thread = 0; thread < trace.threads; ++thread)
    out << ",\n"
        << R"({"ph": "M", "pid": 1, "tid": )" << thread + 1
        << R"(, "name": "thread_name", "args": {"name": "thread )" << thread << "\"}}";
}

void writeSpan(std::ostream& out, uint32_t lane, const std::string& name, int64_t beginNs,
               int64_t endNs) {
  out << ",\n{\"ph\": \"X\", \"pid\": 1, \"tid\": " << lane << ", \"name\": " << quoted(name)
      << ", \"ts\": " << microseconds(beginNs) << ", \"dur\": " << microseconds(endNs - beginNs);
}

}  // namespace

void writeChromeTrace(const Trace& trace, std::ostream& out) {
  out << "{\"displayTimeUnit\": \"ns\",\n\"otherData\": {\"machine\": " << quoted(trace.machine)
      << ", \"threads\": " << trace.threads << ", \"counters\": " << counterObject(trace.counters)
      << "},\n\"traceEvents\": [\n";
  writeLaneNames(trace, out);
  for (size_t i = 0; i < trace.runs.size(); ++i) {
    writeSpan(out, 0, "run " + std::to_string(i), trace.runs[i].beginNs, trace.runs[i].endNs);
    out << "}";
  }
  for (const Event& event : trace.events) {
    const Step& step = trace.steps[event.step];
    writeSpan(out, event.thread + 1, step.name, event.beginNs, event.endNs);
    out << ", \"args\": {\"step\": " << event.step << ", \"group\": " << step.group
        << ", \"shape\": " << quoted(step.shape) << ", \"flops\": " << step.flops
        << ", \"bytes\": " << step.bytes;
    if (event.step < trace.stepCounters.size())
      out << ", \"counters\": " << counterObject(trace.stepCounters[event.step]);
    out << "}}";
  }
  out << "\n]}\n";
}

std::string chromeTrace(const Trace& trace) {
  std::ostringstream out;
  writeChromeTrace(trace, out);
  return out.str();
}

}  // namespace heddle::profiler
