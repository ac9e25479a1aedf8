// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

extern char** environ;

namespace heddle::runner {
namespace {

constexpr int kServerSocket = 3;
constexpr int kStartMilliseconds = 20'000;
constexpr auto kEndGrace = std::chrono::milliseconds(500);

Diagnostic startFailed(const std::string& path, const std::string& why) {
  return {"runner.start_failed",
          "cannot start {0}: {1}",
          {{"file", 0, path}, {"value", 0, why}},
          "",
          "heddle-runner belongs beside the program that starts it"};
}

// Spawns `path` with `end` as its only descriptor beside the standard ones.
int spawn(const std::string& path, const FileDescriptor& end, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, end.get(), kServerSocket);
  posix_spawn_file_actions_addclosefrom_np(&actions, kServerSocket + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, standard;
  sigemptyset(&none);
  sigfillset(&standard);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &standard);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string program = path, serve = "--serve", number = std::to_string(kServerSocket);
  char* arguments[] = {program.data(), serve.data(), number.data(), nullptr};
  const int error = posix_spawn(&pid, path.c_str(), &actions, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

}  // namespace

Result<std::unique_ptr<ServerProcess>> ServerProcess::start(const std::string& path) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return startFailed(path, systemError("socketpair"));
  FileDescriptor ours(ends[0]), theirs(ends[1]);
  pid_t pid = -1;
  if (const int error = spawn(path, theirs, pid); error != 0)
    return startFailed(path, strerror(error));
  return std::unique_ptr<ServerProcess>(new ServerProcess(pid, std::move(ours)));
}

ServerProcess::~ServerProcess() {
  m_socket.close();
  waitStatus();
}

int ServerProcess::waitStatus() {
  if (m_waitStatus) return *m_waitStatus;
  int status = 0;
  const auto until = std::chrono::steady_clock::now() + kEndGrace;
  pid_t got = 0;
  while ((got = waitpid(m_pid, &status, WNOHANG)) == 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (got == 0) {
    kill(m_pid, SIGKILL);
    got = waitpid(m_pid, &status, 0);
  }
  m_waitStatus = got == m_pid ? status : 0;
  return *m_waitStatus;
}

std::optional<pid_t> ServerProcess::takeMessage() {
  Received received = receiveMessage(m_socket, 0);
  if (received.kind != Received::Kind::message) {
    m_isAlive = false;
    return std::nullopt;
  }
  Message& message = received.message;
  const pid_t pid = message.take<int32_t>();
  if (message.type() == MessageType::childStarted) return pid;
  if (message.type() == MessageType::childEnded) m_ended[pid] = message.take<int32_t>();
  return std::nullopt;
}

void ServerProcess::poll() {
  for (pollfd polled = {m_socket.get(), POLLIN, 0}; m_isAlive && ::poll(&polled, 1, 0) > 0;)
    takeMessage();
}

Result<pid_t> ServerProcess::startChild(const FileDescriptor& childEnd, uint64_t nonce,
                                        int64_t memoryBytes) {
  Message request(MessageType::startChild);
  request.put(nonce).put(memoryBytes);
  if (Status sent = sendMessage(m_socket, 0, request, {&childEnd}); sent.isError())
    m_isAlive = false;
  while (m_isAlive) {
    pollfd polled = {m_socket.get(), POLLIN, 0};
    if (::poll(&polled, 1, kStartMilliseconds) <= 0) {
      m_isAlive = false;
      kill(m_pid, SIGKILL);
      break;
    }
    const std::optional<pid_t> pid = takeMessage();
    if (pid && *pid > 0) {
      m_ended.erase(*pid);
      return *pid;
    }
    if (pid) return Diagnostic{"runner.start_failed", "heddle-runner cannot start a process"};
  }
  const Phrase how = waitPhrase(waitStatus());
  return Diagnostic{"runner.start_failed", "heddle-runner ended before it answered: {0}",
                    {{"phrase", 0, how.format}, {"fill", 0, how.arguments.front().text()}}};
}

std::optional<int> ServerProcess::childStatus(pid_t pid) const {
  const auto it = m_ended.find(pid);
  return it == m_ended.end() ? std::nullopt : std::optional<int>(it->second);
}

Phrase waitPhrase(int status) {
  if (WIFSIGNALED(status)) {
    const char* name = sigabbrev_np(WTERMSIG(status));
    const std::string number = std::to_string(WTERMSIG(status));
    return name != nullptr ? Phrase("killed by {0}", {std::string("SIG") + name})
                           : Phrase("killed by signal {0}", {number});
  }
  return {"exited with status {0}", {std::to_string(WEXITSTATUS(status))}};
}

}  // namespace heddle::runner
