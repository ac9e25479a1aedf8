// A module in a child: linked, with its constants mapped, ready to run with any number of threads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/runner/message.h"
#include "engine/runner/worker/linker.h"
#include "engine/runtime/heddle.h"

namespace heddle::runner {

// A failure as it goes back to the engine.
struct WorkerError {
  ReplyCode code = ReplyCode::ok;
  std::string text;
  bool isError() const { return code != ReplyCode::ok; }
};

class LoadedModule {
 public:
  LoadedModule() = default;
  ~LoadedModule() { heddle_module_destroy(m_module); }
  LoadedModule(const LoadedModule&) = delete;
  LoadedModule& operator=(const LoadedModule&) = delete;

  // `message` is of type load, its slot taken already.
  WorkerError load(Message& message, Linker& linker);
  // Makes the module anew when the number of threads changed.
  WorkerError prepare(int32_t threads);
  // Ends the threads, so that the next prepare() starts them anew.
  void reset();
  heddle_module* module() const { return m_module; }
  const heddle_plan& plan() const { return m_plan; }

 private:
  WorkerError mapConstants(Message& message, const heddle_plan& plan);

  Mapping m_constantBytes;
  std::vector<heddle_constant> m_constants;
  heddle_plan m_plan = {};
  heddle_module* m_module = nullptr;
  int32_t m_threads = 0;
};

// What a status of the runtime means for the engine.
ReplyCode replyCodeOf(heddle_status status);

}  // namespace heddle::runner
