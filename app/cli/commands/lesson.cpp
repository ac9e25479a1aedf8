// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <sstream>

#include "app/cli/context.h"
#include "app/cli/output.h"

namespace heddle::cli {
namespace {

struct Options {
  std::vector<int> sizes = {512, 1024};
  std::string file;
  double budget = 0.6;
};

constexpr size_t kWidth = 96;

// Words in lines of at most kWidth.
std::string wrapped(const std::string& text, const std::string& indent) {
  std::string out, line = indent, word;
  std::istringstream in(text);
  while (in >> word) {
    if (line.size() > indent.size() && line.size() + word.size() + 1 > kWidth) {
      out += line + "\n";
      line = indent;
    }
    line += (line.size() > indent.size() ? " " : "") + word;
  }
  return line.size() > indent.size() ? out + line + "\n" : out;
}

double bestMilliseconds(const session::LessonRow& row) {
  const auto& samples = row.speed.time.samples;
  return samples.empty() ? row.speed.time.median
                         : *std::min_element(samples.begin(), samples.end());
}
// What is left when nothing else disturbs the processor, as the peak itself is measured.
double bestShare(const session::LessonRow& row) {
  const double best = bestMilliseconds(row);
  return best > 0 ? row.speed.shareOfPeak * row.speed.time.median / best : 0;
}

json rowJson(const session::LessonRow& row) {
  return {{"title", row.step.title},
          {"explanation", row.step.explanation.text()},
          {"steps", row.step.steps},
          {"gflops", row.speed.gflops},
          {"share_of_peak", row.speed.shareOfPeak},
          {"best_share_of_peak", bestShare(row)},
          {"over_previous", row.overPrevious},
          {"of_tolerance", row.speed.worstOfTolerance},
          {"noise_floor", row.speed.time.noiseFloor},
          {"time", toJson(row.speed.time)}};
}

Table tableOf(const session::LessonView& view) {
  Table table(
      {"", "step", "median", "GFLOPS", "of peak", "best", "of peak", "over previous", "noise"},
      {0, 2, 3, 4, 5, 6, 7, 8});
  for (size_t i = 0; i < view.rows.size(); ++i) {
    const session::LessonRow& row = view.rows[i];
    table.add({std::to_string(i), row.step.title, milliseconds(row.speed.time.median),
               significant(row.speed.gflops), percent(row.speed.shareOfPeak),
               milliseconds(bestMilliseconds(row)), percent(bestShare(row)),
               i ? significant(row.overPrevious) + "x" : "", percent(row.speed.time.noiseFloor)});
  }
  return table;
}

Result<std::string> lessonText(const std::string& file) {
  if (file.empty()) return session::Session::lessonText();
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in.good()) return Diagnostic{"file.read", "cannot read the lesson", {}, file};
  return text.str();
}

int lesson(Context& context, const Options& options) {
  const auto text = lessonText(options.file);
  if (text.isError()) return context.fail(text.error());
  json lessons = json::array();
  std::string out;
  for (const int size : options.sizes) {
    session::LessonRequest request;
    request.text = text.value();
    request.rows = request.columns = request.inner = size;
    request.threads = context.common.threads;
    request.budgetSeconds = options.budget;
    auto taught = context.session().lesson(request, context.job());
    if (taught.isError()) return context.fail(taught.error());
    const session::LessonView& view = taught.value();
    json rows = json::array();
    for (const session::LessonRow& row : view.rows) rows.push_back(rowJson(row));
    lessons.push_back({{"title", view.title},
                       {"subject", view.subject},
                       {"peak_gflops", view.peakGflops},
                       {"rows", rows}});
    if (size == options.sizes.front()) {
      out += view.title + "\n" + wrapped(view.introduction, "") + "\n";
      for (size_t i = 0; i < view.rows.size(); ++i) {
        const session::LessonStep& step = view.rows[i].step;
        out += std::to_string(i) + ". " + step.title + "\n" + wrapped(step.explanation.text(), "   ");
        std::istringstream lines(step.steps);
        for (std::string line; std::getline(lines, line);) out += "     " + line + "\n";
      }
    }
    out += "\n" + view.subject + ", " + std::to_string(context.common.threads) +
           (context.common.threads == 1 ? " thread" : " threads") + ", measured peak " +
           significant(view.peakGflops) +
           " GFLOPS; every row agrees with the reference interpreter\n" + tableOf(view).text();
  }
  context.print({{"lessons", lessons}}, out);
  return 0;
}

}  // namespace

Command addLesson(CLI::App& app, CommonOptions& common) {
  CLI::App* command = app.add_subcommand(
      "lesson", "matmul from naive to near the peak, step by step, measured here");
  auto options = std::make_shared<Options>();
  command
      ->add_option("--size", options->sizes,
                   "extents of the matrices (repeatable; 512 and 1024 if not given)")
      ->allow_extra_args(false)
      ->check(CLI::Range(1, 8192));
  command->add_option("--lesson", options->file,
                      "a lesson of your own: a trace with \"#: Title\" and comments");
  command->add_option("--budget", options->budget, "seconds of timed calls for each step")
      ->check(CLI::Range(0.0, 600.0));
  addThreads(*command, common, DefaultThreads::one);
  command->add_flag("--json", common.isJson, "print one JSON object");
  return {command, [options](Context& context) { return lesson(context, *options); }};
}

}  // namespace heddle::cli
