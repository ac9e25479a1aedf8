// SPDX-License-Identifier: Apache-2.0
#include "engine/session/verify.h"

#include <algorithm>
#include <optional>

#include "engine/session/check_group.h"
#include "engine/session/follow.h"
#include "engine/session/leave_on_cancel.h"

namespace heddle::session {
namespace {

using Tensors = std::map<std::string, Tensor>;

Status checkExpectedNames(const ModelState& state, const VerifyOptions& options) {
  const auto& outputs = state.fused.graph.outputs();
  for (const auto& [name, expected] : options.expected)
    if (std::none_of(outputs.begin(), outputs.end(), [&](const auto& o) { return o.name == name; }))
      return Diagnostic{"session.no_output", "the model has no output \"{0}\" to compare with", {{"value", 0, name}}};
  return {};
}

// What the build gives, with the outputs of every group.
Result<Tensors> runTapped(runner::Runner& runner, const ModelStateRef& state, const Tensors& inputs,
                          const std::string& cacheDir, const JobControl& job) {
  if (job.onProgress) job.onProgress({"running the build", 0, {}});
  using Built = std::shared_ptr<const build::Build>;
  HEDDLE_TRY(const Built build, leaveOnCancel<Built>(job, [=](const JobControl& control) -> Result<Built> {
               HEDDLE_TRY(const graph_passes::FusedGraph tapped, tapEveryGroup(state->fused));
               return build::buildModule(tapped, "verify", buildOptions(*state, cacheDir, control));
             }));
  HEDDLE_CHECK(requireThisProcessor(build->module));
  runner::RunRequest request;
  request.inputs = inputs;
  request.cancel = job.cancel;
  request.threads = std::max(1, state->target.threads);
  HEDDLE_TRY(runner::RunReply reply, runner.run(build->module, request));
  return std::move(reply.outputs);
}

class Verifier {
 public:
  Verifier(const ModelState& state, const Tensors& inputs, const VerifyOptions& options, const JobControl& job)
      : m_state(state), m_inputs(inputs), m_options(options), m_job(job) {}

  Result<VerifyView> run(const Tensors& actual) {
    m_view.reference = m_options.expected.empty() ? "interpreter" : "interpreter and expected outputs";
    HEDDLE_CHECK(compareGroups(actual));
    HEDDLE_CHECK(interpretImported());
    HEDDLE_CHECK(compareOutputs(actual));
    if (m_options.bisect && !m_view.passed) HEDDLE_CHECK(bisect());
    std::stable_sort(m_view.rows.begin(), m_view.rows.end(), [](const VerifyRow& a, const VerifyRow& b) {
      return a.worstOfTolerance > b.worstOfTolerance;
    });
    return std::move(m_view);
  }

 private:
  void report(const char* phase, double fraction) const {
    if (m_job.onProgress) m_job.onProgress({phase, fraction, {}});
  }

  Status interpretImported() {
    report("interpreting the imported graph", 0);
    const graph::Graph& imported = m_state.stages.front().graph;
    HEDDLE_TRY(Followed followed, interpretFollowing(imported, m_inputs, m_quantised,
                                                     kernelAtol(), m_job.cancel));
    m_expected = std::move(followed.outputs);
    m_view.quantised = followed.elements();
    m_view.atBorder = followed.atBorder();
    for (const FollowedNode& node : followed.nodes)
      if (node.steps.largestStep > 0) addFollowed(node);
    if (m_view.atBorder == 0) return {};
    // How far the outputs go where one rounding changes all that follows it.
    HEDDLE_TRY(Followed freely,
               interpretFollowing(imported, m_inputs, {}, kernelAtol(), m_job.cancel));
    m_free = std::move(freely.outputs);
    return {};
  }

  // One step is the whole of the tolerance, and only at a border.
  void addFollowed(const FollowedNode& node) {
    VerifyRow row;
    row.name = {"quantised {0}", {node.name}};
    row.op = node.op;
    row.elements = node.steps.elements;
    row.atBorder = node.steps.atBorder;
    row.maxAbsError = node.steps.largestStep;
    row.worstOfTolerance = node.steps.largestStep + (node.steps.wrong > 0 ? 1 : 0);
    row.passed = node.steps.wrong == 0;
    m_view.passed = m_view.passed && row.passed;
    m_view.rows.push_back(std::move(row));
  }

  double kernelAtol() const { return m_options.atol / 10; }

  // What the build computed for a value, or what it was given.
  std::optional<Tensor> actualValue(graph::ValueRef value, const Tensors& actual) const {
    const graph::Node& node = m_state.fused.graph.node(value.op);
    if (node.kind == graph::OpKind::constant) return m_state.fused.graph.constantValue(value);
    if (node.kind == graph::OpKind::input) return m_inputs.at(node.name);
    for (const graph::Output& output : m_state.fused.graph.outputs())
      if (output.value == value) return actual.at(output.name);
    const auto it = actual.find(tapName(value));
    return it == actual.end() ? std::nullopt : std::optional(it->second);
  }

  static std::string tapName(graph::ValueRef value) {
    return "%" + std::to_string(value.op.value) + "." + std::to_string(value.index);
  }

  void addRow(VerifyRow row, const TensorDifference& d) {
    row.maxAbsError = d.maxAbsError;
    row.maxRelError = d.maxRelError;
    row.worstOfTolerance = d.worstOfTolerance;
    row.passed = d.worstOfTolerance <= 1;
    m_view.passed = m_view.passed && row.passed;
    m_view.rows.push_back(std::move(row));
  }

  Status compareGroups(const Tensors& actual) {
    const graph::Graph& graph = m_state.fused.graph;
    const std::set<std::string> names = uniqueQuantisers(graph);
    const auto valueOf = [&](graph::ValueRef value) { return actualValue(value, actual); };
    size_t done = 0;
    for (const graph_passes::Group& group : m_state.fused.groups) {
      report("interpreting group by group",
             static_cast<double>(done++) / static_cast<double>(m_state.fused.groups.size()));
      if (m_job.cancel.isCancelled()) return Diagnostic{"session.cancelled", "verification was cancelled"};
      HEDDLE_TRY(const GroupCheck check,
                 checkGroup(graph, group, valueOf, m_options.rtol, kernelAtol()));
      for (const CheckedValue& value : check.values) {
        VerifyRow row;
        row.name = group.name;
        row.op = value.value.op;
        row.group = group.id;
        row.elements = value.elements;
        row.atBorder = value.atBorder;
        addRow(std::move(row), value.difference);
        if (!m_view.rows.back().passed && m_firstWrongGroup.empty()) m_firstWrongGroup = group.name;
      }
      for (const auto& [id, values] : check.quantised)
        if (names.contains(graph.node(id).name)) m_quantised[graph.node(id).name] = values;
    }
    return {};
  }

  Status compareOutputs(const Tensors& actual) {
    for (const auto& [name, expected] : m_expected) {
      const auto given = m_options.expected.find(name);
      const auto a = actual.find(name);
      if (a == actual.end())
        return Diagnostic{"session.verify", "the build has no output \"{0}\"", {{"value", 0, name}}};
      VerifyRow row;
      row.name = {"output {0}", {name}};
      row.elements = expected.elementCount();
      if (const auto it = m_free.find(name); it != m_free.end())
        row.freeMaxAbsError = differenceOf(a->second, it->second).maxAbsError;
      addRow(row, differenceOf(a->second, expected));
      if (given == m_options.expected.end()) continue;
      row.name = {"output {0} against the expected one", {name}};
      addRow(row, differenceOf(a->second, given->second));
    }
    return {};
  }

  TensorDifference differenceOf(const Tensor& actual, const Tensor& expected) const {
    return difference(actual, expected, m_options.rtol, m_options.atol);
  }

  bool agrees(const Tensors& outputs, const Tensors& all) const {
    return std::ranges::all_of(all, [&](const auto& named) {
      const auto it = outputs.find(named.first);
      return it != outputs.end() && differenceOf(it->second, named.second).worstOfTolerance <= 1;
    });
  }

  // Passes keep what earlier ones broke, so the first bad stage is found by halving. Stages round as
  // the imported graph does on its own.
  Status bisect() {
    QuantisedValues recorded;
    HEDDLE_TRY(const Tensors expected,
               interpretRecording(m_state.stages.front().graph, m_inputs, recorded, m_job.cancel));
    size_t good = 0, bad = m_state.stages.size();
    while (bad - good > 1) {
      const size_t middle = good + (bad - good) / 2;
      report("bisecting the passes", static_cast<double>(good) / static_cast<double>(bad));
      HEDDLE_TRY(const Followed followed,
                 interpretFollowing(m_state.stages[middle].graph, m_inputs, recorded, kernelAtol(),
                                    m_job.cancel));
      (!followed.isWrong() && agrees(followed.outputs, expected) ? good : bad) = middle;
    }
    if (bad < m_state.stages.size()) {
      m_view.culpritPass = m_state.stages[bad].pass;
      m_view.culpritReason = "the graph before it gives the expected outputs, the graph after it does not";
    } else if (!m_firstWrongGroup.empty()) {
      m_view.culpritKernel = m_firstWrongGroup;
      m_view.culpritPass = "code generation of " + m_firstWrongGroup;
      m_view.culpritReason =
          "every graph gives the expected outputs; this group's kernel is the first that differs from its interpretation";
    }
    return {};
  }

  const ModelState& m_state;
  const Tensors& m_inputs;
  const VerifyOptions& m_options;
  const JobControl& m_job;
  Tensors m_expected, m_free;
  QuantisedValues m_quantised;  // as the build rounded
  VerifyView m_view;
  std::string m_firstWrongGroup;
};

}  // namespace

Result<VerifyView> verifyBuild(runner::Runner& runner, const ModelStateRef& state,
                               const Tensors& inputs, const VerifyOptions& options,
                               const std::string& cacheDir, const JobControl& job) {
  HEDDLE_CHECK(checkExpectedNames(*state, options));
  HEDDLE_TRY(Tensors actual, runTapped(runner, state, inputs, cacheDir, job));
  return leaveOnCancel<VerifyView>(job, [=](const JobControl& control) {
    return Verifier(*state, inputs, options, control).run(actual);
  });
}

}  // namespace heddle::session
