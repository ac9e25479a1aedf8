// What the session gives away: kernels as text, graphs as text, modules.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/export/export.h"
#include "engine/graph/text.h"
#include "engine/session/kernel_view.h"
#include "engine/session/leave_on_cancel.h"
#include "engine/session/session_state.h"

namespace heddle::session {

Result<KernelView> Session::kernel(GroupId group, const JobControl& job, bool withMachineCode) {
  HEDDLE_CHECK(m_state->requireModel());
  HEDDLE_CHECK(requireShapes(*m_state->current));
  return leaveOnCancel<KernelView>(job, [state = m_state->current, group, withMachineCode](const JobControl&) {
    return kernelView(*state, group, withMachineCode);
  });
}

Result<std::string> Session::graphText(const std::string& pass) const {
  HEDDLE_CHECK(m_state->requireModel());
  if (pass == "fuse") return graph::printGraph(m_state->current->fused.graph);
  for (const graph_passes::Stage& stage : m_state->current->stages)
    if (stage.pass == pass) return graph::printGraph(stage.graph);
  return Diagnostic{"session.no_pass", "no pass \"{0}\" ran", {{"value", 0, pass}}};
}

Status Session::writeModule(const std::string& directory) const {
  if (!m_state->current || !m_state->current->build)
    return Diagnostic{"session.not_compiled", "the model is not compiled"};
  return build::writeModule(m_state->current->build->module, directory);
}

Result<ExportView> Session::exportModule(const ExportRequest& request, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireBuild(job));
  if (!m_state->current->compiledIn.empty())
    return Diagnostic{"session.unsupported_export",
                      "input \"{0}\" decides shapes, so this build is good for one value of it and cannot be exported",
                      {{"value", 0, m_state->current->compiledIn.begin()->first}}, "", "make the input a constant of the model"};
  exporter::ExportOptions options;
  options.formats = request.formats;
  options.separateParams = request.separateParams;
  options.runtimeLibraryDir = m_state->settings.runtimeDir;
  options.cancel = job.cancel;
  using Report = exporter::ExportReport;
  HEDDLE_TRY(const Report report,
             leaveOnCancel<Report>(job, [state = m_state->current, folder = request.directory, options](const JobControl&) {
               return exporter::exportModule(state->build->module, folder, options);
             }));
  ExportView view;
  view.files = report.files;
  view.totalBytes = report.totalBytes;
  view.requiredFeatures = report.requiredFeatures;
  const auto& formats = request.formats;
  if (std::find(formats.begin(), formats.end(), "so") == formats.end()) return view;
  // The library is "saved" once a clean process has run it.
  HEDDLE_TRY(const auto inputs, randomInputs(1, "random"));
  runner::RunRequest run;
  run.inputs = inputs;
  run.cancel = job.cancel;
  HEDDLE_TRY(const runner::RunReply reply,
             m_state->theRunner().run(m_state->current->build->module, run));
  const exporter::Rehearsal rehearsal{request.directory, report.name, inputs, reply.outputs,
                                      m_state->settings.runnerPath, job.cancel};
  HEDDLE_TRY(view.rehearsal, leaveOnCancel<Phrase>(job, [rehearsal](const JobControl&) {
               return exporter::rehearse(rehearsal);
             }));
  view.isRehearsed = true;
  return view;
}

}  // namespace heddle::session
