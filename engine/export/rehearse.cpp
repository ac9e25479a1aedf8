// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <sys/wait.h>

#include <cmath>
#include <cstring>
#include <filesystem>

#include "engine/export/export.h"
#include "engine/export/names.h"
#include "engine/export/rehearsal/tensor_file.h"
#include "engine/export/run_program.h"

namespace heddle::exporter {
namespace {

namespace fs = std::filesystem;

Diagnostic rehearsalError(const char* why, const std::vector<std::string>& facts = {}) {
  Diagnostic out{"export.rehearsal", why};
  for (const std::string& fact : facts) out.subjects.push_back({"value", 0, fact});
  return out;
}

// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code error;
    std::string pattern = (fs::temp_directory_path(error) / "heddle-rehearsal-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) m_path = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!m_path.empty()) fs::remove_all(m_path, ignored);
  }
  const fs::path& path() const { return m_path; }

 private:
  fs::path m_path;
};

// Bit for bit; a difference is told by its largest element.
Status compare(const std::string& name, const Tensor& got, const Tensor& expected) {
  if (got.type() != expected.type())
    return rehearsalError("output \"{0}\" is a {1}, not a {2}", {name, text(got.type()), text(expected.type())});
  if (got.sizeBytes() == 0 ||
      std::memcmp(got.bytes().data(), expected.bytes().data(), got.sizeBytes()) == 0)
    return {};
  double worst = 0;
  for (int64_t i = 0; i < got.elementCount(); ++i)
    worst = std::fmax(worst, std::fabs(got.valueAsDouble(i) - expected.valueAsDouble(i)));
  return rehearsalError("output \"{0}\" differs from the runner's by up to {1}", {name, std::to_string(worst)});
}

Diagnostic howItEnded(const ProgramRun& run) {
  const std::string said = run.output.substr(0, 2000);
  if (WIFSIGNALED(run.waitStatus))
    return rehearsalError("the clean process was killed: {0} {1}", {strsignal(WTERMSIG(run.waitStatus)), said});
  return rehearsalError("the clean process failed: {0}", {said});
}

}  // namespace

Result<Phrase> rehearse(const Rehearsal& rehearsal) {
  const TemporaryFolder folder;
  if (folder.path().empty()) return rehearsalError("there is no place for temporary files");
  const std::string inputs = (folder.path() / "inputs").string();
  const std::string outputs = (folder.path() / "outputs").string();
  HEDDLE_CHECK(writeTensorFile(inputs, rehearsal.inputs));
  std::error_code error;
  const fs::path empty = folder.path() / "empty";
  fs::create_directory(empty, error);
  const fs::path base = fs::absolute(rehearsal.directory, error) / rehearsal.name;
  const std::string params = base.string() + ".params";
  HEDDLE_TRY(const ProgramRun run,
             runProgram({rehearsal.runnerPath, "--rehearse", base.string() + ".so",
                         "heddle_" + cIdentifier(rehearsal.name) + "_create",
                         fs::exists(params, error) ? params : std::string(), inputs, outputs},
                        Environment::empty, empty.string(), rehearsal.cancel));
  if (!run.isGood()) return howItEnded(run);
  HEDDLE_TRY(const auto got, readTensorFile(outputs));
  for (const auto& [name, expected] : rehearsal.expected) {
    const auto it = got.find(name);
    if (it == got.end()) return rehearsalError("output \"{0}\" is missing", {name});
    HEDDLE_CHECK(compare(name, it->second, expected));
  }
  return Phrase("every output of {0} in a process of its own with an empty environment equals the runner's bit for bit",
                {rehearsal.name + ".so"});
}

}  // namespace heddle::exporter
