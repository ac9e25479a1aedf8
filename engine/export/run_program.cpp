// SPDX-License-Identifier: Apache-2.0
#include "engine/export/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

extern char** environ;

namespace heddle::exporter {
namespace {

constexpr auto kLimit = std::chrono::minutes(10);
constexpr int kSliceMs = 20;   // how soon a cancel is seen
constexpr size_t kKeptBytes = 64 << 10;

// Reads until the end of the pipe; false when the time is up or nobody waits any more.
bool collect(int pipe, std::string& output, const CancelToken& cancel) {
  const auto until = std::chrono::steady_clock::now() + kLimit;
  for (;;) {
    pollfd polled = {pipe, POLLIN, 0};
    if (cancel.isCancelled() || std::chrono::steady_clock::now() > until) return false;
    if (poll(&polled, 1, kSliceMs) == 0) continue;
    char buffer[4096];
    const ssize_t got = read(pipe, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    output.append(buffer, static_cast<size_t>(got));
    if (output.size() > 2 * kKeptBytes) output.erase(0, output.size() - kKeptBytes);
  }
}

}  // namespace

Result<ProgramRun> runProgram(const std::vector<std::string>& arguments, Environment environment,
                              const std::string& directory, const CancelToken& cancel) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return Diagnostic{"export.program", std::string("pipe: ") + std::strerror(errno)};
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  if (!directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
  char* none[] = {nullptr};
  pid_t pid = -1;
  const int error = posix_spawn(&pid, arguments[0].c_str(), &actions, nullptr, argv.data(),
                                environment == Environment::empty ? none : environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  ProgramRun run;
  if (error == 0 && !collect(ends[0], run.output, cancel)) kill(pid, SIGKILL);
  close(ends[0]);
  if (error != 0)
    return Diagnostic{"export.program",
                      "cannot start {0}: {1}", {{"file", 0, arguments[0]}, {"value", 0, std::strerror(error)}}};
  while (waitpid(pid, &run.waitStatus, 0) < 0 && errno == EINTR) {
  }
  if (cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
  return run;
}

std::string findProgram(const std::vector<std::string>& names) {
  const char* path = std::getenv("PATH");
  const std::string folders =
      std::string(path != nullptr ? path : "/usr/bin:/bin") + ":/usr/lib/llvm-19/bin";
  for (const std::string& name : names)
    for (size_t begin = 0; begin <= folders.size();) {
      const size_t end = std::min(folders.find(':', begin), folders.size());
      const std::string candidate = folders.substr(begin, end - begin) + "/" + name;
      if (end > begin && access(candidate.c_str(), X_OK) == 0) return candidate;
      begin = end + 1;
    }
  return {};
}

}  // namespace heddle::exporter
