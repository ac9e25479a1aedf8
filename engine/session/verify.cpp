// SPDX-License-Identifier: Apache-2.0
#include "engine/session/verify.h"

#include <algorithm>
#include <optional>

#include "engine/reference/interpret_graph.h"
#include "engine/session/compare_tensors.h"

namespace heddle::session {
namespace {

using Tensors = std::map<std::string, Tensor>;

class Verifier {
 public:
  Verifier(runner::Runner& runner, const ModelState& state, const Tensors& inputs,
           const VerifyOptions& options, const JobControl& job)
      : m_runner(runner), m_state(state), m_inputs(inputs), m_options(options), m_job(job) {}

  Result<VerifyView> run(const std::string& cacheDir) {
    report("interpreting the imported graph", 0);
    HEDDLE_CHECK(checkExpectedNames());
    HEDDLE_TRY(m_expected, interpretOutputs(m_state.stages.front().graph));
    report("running the build", 0.4);
    HEDDLE_TRY(const Tensors actual, runTapped(cacheDir));
    m_view.reference = m_options.expected.empty() ? "interpreter" : "interpreter and expected outputs";
    HEDDLE_CHECK(compareGroups(actual));
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

  Status checkExpectedNames() const {
    const auto& outputs = m_state.fused.graph.outputs();
    for (const auto& [name, expected] : m_options.expected)
      if (std::none_of(outputs.begin(), outputs.end(), [&](const auto& o) { return o.name == name; }))
        return Diagnostic{"session.no_output", "the model has no output \"" + name + "\" to compare with"};
    return {};
  }

  Result<Tensors> interpretOutputs(const graph::Graph& graph) const {
    reference::InterpretOptions options;
    options.cancel = m_job.cancel;
    HEDDLE_TRY(std::vector<Tensor> values, reference::interpret(graph, m_inputs, options));
    Tensors out;
    for (size_t i = 0; i < values.size(); ++i) out[graph.outputs()[i].name] = std::move(values[i]);
    return out;
  }

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

  // The group's members one by one on the build's own inputs.
  Result<std::map<graph::ValueRef, Tensor>> interpretGroup(const graph_passes::Group& group,
                                                           const Tensors& actual) const {
    const graph::Graph& graph = m_state.fused.graph;
    std::map<graph::ValueRef, Tensor> inside;
    for (const OpId member : group.members) {
      const graph::Node& node = graph.node(member);
      std::vector<std::optional<Tensor>> inputs;
      for (const graph::ValueRef value : node.inputs) {
        const auto it = inside.find(value);
        inputs.push_back(!value.isValid()      ? std::nullopt
                         : it != inside.end() ? std::optional(it->second)
                                              : actualValue(value, actual));
      }
      HEDDLE_TRY(std::vector<Tensor> outputs, reference::evaluate(node, inputs, *graph.constants()));
      for (uint32_t i = 0; i < outputs.size(); ++i) inside[{member, i}] = std::move(outputs[i]);
    }
    return inside;
  }

  static std::string tapName(graph::ValueRef value) {
    return "%" + std::to_string(value.op.value) + "." + std::to_string(value.index);
  }

  Result<Tensors> runTapped(const std::string& cacheDir) const {
    HEDDLE_TRY(const graph_passes::FusedGraph tapped, tapEveryGroup(m_state.fused));
    HEDDLE_TRY(const auto build,
               build::buildModule(tapped, "verify", buildOptions(m_state, cacheDir, m_job)));
    HEDDLE_CHECK(requireThisProcessor(build->module));
    runner::RunRequest request;
    request.inputs = m_inputs;
    request.cancel = m_job.cancel;
    request.threads = std::max(1, m_state.target.threads);
    HEDDLE_TRY(runner::RunReply reply, m_runner.run(build->module, request));
    return std::move(reply.outputs);
  }

  void addRow(VerifyRow row, const Tensor& actual, const Tensor& expected, double atol) {
    const TensorDifference d = difference(actual, expected, m_options.rtol, atol);
    row.maxAbsError = d.maxAbsError;
    row.maxRelError = d.maxRelError;
    row.worstOfTolerance = d.worstOfTolerance;
    row.passed = d.worstOfTolerance <= 1;
    m_view.passed = m_view.passed && row.passed;
    m_view.rows.push_back(std::move(row));
  }

  Status compareGroups(const Tensors& actual) {
    size_t done = 0;
    for (const graph_passes::Group& group : m_state.fused.groups) {
      report("interpreting group by group",
             static_cast<double>(done++) / static_cast<double>(m_state.fused.groups.size()));
      if (m_job.cancel.isCancelled()) return Diagnostic{"session.cancelled", "verification was cancelled"};
      HEDDLE_TRY(const auto expected, interpretGroup(group, actual));
      for (const graph::ValueRef value : group.outputs) {
        const std::optional<Tensor> got = actualValue(value, actual);
        if (!got) return Diagnostic{"session.verify", "the build does not expose the output of " + group.name};
        VerifyRow row;
        row.name = group.name;
        row.op = value.op;
        row.group = group.id;
        addRow(std::move(row), *got, expected.at(value), m_options.atol / 10);
        if (!m_view.rows.back().passed && m_firstWrongGroup.empty()) m_firstWrongGroup = group.name;
      }
    }
    return {};
  }

  Status compareOutputs(const Tensors& actual) {
    for (const auto& [name, expected] : m_expected) {
      const auto given = m_options.expected.find(name);
      const auto a = actual.find(name);
      if (a == actual.end())
        return Diagnostic{"session.verify", "the build has no output \"" + name + "\""};
      VerifyRow row;
      row.name = "output " + name;
      addRow(row, a->second, expected, m_options.atol);
      if (given == m_options.expected.end()) continue;
      row.name = "output " + name + " against the expected one";
      addRow(row, a->second, given->second, m_options.atol);
    }
    return {};
  }

  bool agrees(const Tensors& outputs) const {
    for (const auto& [name, expected] : m_expected) {
      const auto it = outputs.find(name);
      if (it == outputs.end() ||
          difference(it->second, expected, m_options.rtol, m_options.atol).worstOfTolerance > 1)
        return false;
    }
    return true;
  }

  // Passes keep what earlier ones broke, so the first bad stage is found by halving.
  Status bisect() {
    size_t good = 0, bad = m_state.stages.size();
    while (bad - good > 1) {
      const size_t middle = good + (bad - good) / 2;
      report("bisecting the passes", static_cast<double>(good) / static_cast<double>(bad));
      HEDDLE_TRY(const Tensors outputs, interpretOutputs(m_state.stages[middle].graph));
      (agrees(outputs) ? good : bad) = middle;
    }
    if (bad < m_state.stages.size()) {
      m_view.culpritPass = m_state.stages[bad].pass;
      m_view.culpritReason = "the graph before it gives the expected outputs, the graph after it does not";
    } else if (!m_firstWrongGroup.empty()) {
      m_view.culpritPass = "code generation of " + m_firstWrongGroup;
      m_view.culpritReason =
          "every graph gives the expected outputs; this group's kernel is the first that differs from its interpretation";
    }
    return {};
  }

  runner::Runner& m_runner;
  const ModelState& m_state;
  const Tensors& m_inputs;
  const VerifyOptions& m_options;
  const JobControl& m_job;
  Tensors m_expected;
  VerifyView m_view;
  std::string m_firstWrongGroup;
};

}  // namespace

Result<VerifyView> verifyBuild(runner::Runner& runner, const ModelState& state,
                               const Tensors& inputs, const VerifyOptions& options,
                               const std::string& cacheDir, const JobControl& job) {
  return Verifier(runner, state, inputs, options, job).run(cacheDir);
}

}  // namespace heddle::session
