// The engine's side of the fork server.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/runner/message.h"

namespace heddle::runner {

// A started heddle-runner. Destroying it ends the process and its children.
class ServerProcess {
 public:
  // Errors: "runner.start_failed".
  static Result<std::unique_ptr<ServerProcess>> start(const std::string& path);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // `childEnd` becomes the child's socket, on which it answers to `nonce`. Errors:
  // "runner.start_failed".
  Result<pid_t> startChild(const FileDescriptor& childEnd, uint64_t nonce, int64_t memoryBytes);
  // Takes what the server sent, without waiting.
  void poll();
  // False once the socket closed or talked nonsense; then waitStatus() says how the process ended.
  bool isAlive() const { return m_isAlive; }
  // The wait status of a child that ended, as far as poll() took it.
  std::optional<int> childStatus(pid_t pid) const;
  // Reaps a dead server, killing it where it hangs.
  int waitStatus();
  int socket() const { return m_socket.get(); }

 private:
  ServerProcess(pid_t pid, FileDescriptor socket) : m_pid(pid), m_socket(std::move(socket)) {}
  std::optional<pid_t> takeMessage();

  pid_t m_pid;
  FileDescriptor m_socket;
  bool m_isAlive = true;
  std::optional<int> m_waitStatus;
  std::map<pid_t, int> m_ended;
};

// "killed by SIGSEGV", "exited with status 1"
Phrase waitPhrase(int status);

}  // namespace heddle::runner
