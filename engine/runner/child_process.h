// The engine's side of a child of the fork server.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "engine/runner/runner.h"
#include "engine/runner/server_process.h"
#include "engine/support/cancel_token.h"

namespace heddle::runner {

// How a request ended.
struct Outcome {
  enum class Kind : uint8_t { replied, ended, serverEnded, timedOut, cancelled, garbage } kind;
  ReplyCode code = ReplyCode::ok;      // of a reply
  std::string text;                    // of a reply
  int waitStatus = 0;                  // of the child, or of the server
  std::vector<CounterValue> counters;  // of a reply, over the whole run
};

// A process that holds loaded modules. Destroying it kills its process group and waits for the end.
class ChildProcess {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // `server` outlives the child.
  static Result<std::unique_ptr<ChildProcess>> start(ServerProcess& server, int64_t memoryBytes);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Sends and waits for the reply, the child's end, `deadline` or `cancel`. After anything but a
  // reply the child is dead.
  Outcome ask(const Message& request, const std::vector<const FileDescriptor*>& files,
              TimePoint deadline, const CancelToken& cancel);
  // False where the child ended since.
  bool isAlive();
  pid_t pid() const { return m_pid; }
  int64_t memoryBytes() const { return m_memoryBytes; }

  // Which modules it holds: key to slot.
  std::map<std::string, uint32_t> slots;

 private:
  ChildProcess(ServerProcess& server, FileDescriptor socket, uint64_t nonce, int64_t memoryBytes)
      : m_server(server), m_socket(std::move(socket)), m_nonce(nonce), m_memoryBytes(memoryBytes) {}
  Outcome await(TimePoint deadline, const CancelToken& cancel);
  Outcome endedOutcome();
  void killAndWait();

  ServerProcess& m_server;
  FileDescriptor m_socket;
  uint64_t m_nonce;
  int64_t m_memoryBytes;
  pid_t m_pid = -1;
  bool m_isDead = false;
};

}  // namespace heddle::runner
