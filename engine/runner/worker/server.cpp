// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/worker/server.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "engine/runner/message.h"
#include "engine/runner/worker/child.h"
#include "engine/runner/worker/limits.h"

namespace heddle::runner {
namespace {

class Server {
 public:
  explicit Server(int socket) : m_socket(socket) {}

  int serve() {
    sigset_t childSignal;
    sigemptyset(&childSignal);
    sigaddset(&childSignal, SIGCHLD);
    sigprocmask(SIG_BLOCK, &childSignal, &m_maskBefore);
    m_signals = FileDescriptor(signalfd(-1, &childSignal, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!m_signals.isOpen()) return 1;
    for (;;) {
      pollfd polled[2] = {{m_socket.get(), POLLIN, 0}, {m_signals.get(), POLLIN, 0}};
      if (poll(polled, 2, -1) < 0 && errno != EINTR) return 1;
      if (polled[1].revents != 0) reap();
      if (polled[0].revents != 0 && !takeRequest()) break;
    }
    for (const pid_t pid : m_children) kill(-pid, SIGKILL);
    return 0;
  }

 private:
  bool takeRequest() {
    Received received = receiveMessage(m_socket, 0);
    if (received.kind != Received::Kind::message) return false;
    Message& message = received.message;
    if (message.type() != MessageType::startChild || message.files().size() != 1) return false;
    const auto nonce = message.take<uint64_t>();
    const auto memoryBytes = message.take<int64_t>();
    if (!message.isGood()) return false;
    const pid_t server = getpid();
    const pid_t pid = fork();
    if (pid == 0) {
      FileDescriptor job = std::move(message.files()[0]);
      m_socket.close();
      m_signals.close();
      sigprocmask(SIG_SETMASK, &m_maskBefore, nullptr);
      applyLimits(memoryBytes, server);
      _exit(childMain(std::move(job), nonce));
    }
    if (pid > 0) {
      setpgid(pid, pid);
      m_children.insert(pid);
    }
    Message reply(MessageType::childStarted);
    reply.put(static_cast<int32_t>(pid));
    return sendMessage(m_socket, 0, reply).isOk();
  }

  void reap() {
    signalfd_siginfo info;
    while (read(m_signals.get(), &info, sizeof(info)) > 0) {
    }
    for (siginfo_t next = {};
         waitid(P_ALL, 0, &next, WEXITED | WNOHANG | WNOWAIT) == 0 && next.si_pid > 0; next = {}) {
      const pid_t pid = next.si_pid;
      // What the child itself started dies with it; its number is not given away before waitpid.
      if (m_children.erase(pid) > 0) kill(-pid, SIGKILL);
      int status = 0;
      waitpid(pid, &status, 0);
      Message ended(MessageType::childEnded);
      ended.put(static_cast<int32_t>(pid)).put(static_cast<int32_t>(status));
      if (sendMessage(m_socket, 0, ended).isError()) return;
    }
  }

  FileDescriptor m_socket, m_signals;
  sigset_t m_maskBefore = {};
  std::set<pid_t> m_children;
};

}  // namespace

int serverMain(int socket) {
  signal(SIGPIPE, SIG_IGN);
  // Its end is told by the socket: a terminal's interrupt is for the engine alone.
  signal(SIGINT, SIG_IGN);
  return Server(socket).serve();
}

}  // namespace heddle::runner
