// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/child_process.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include <random>

namespace heddle::runner {
namespace {

using namespace std::chrono_literals;

constexpr auto kSlice = 20ms;   // how soon a cancel is seen
constexpr auto kEndGrace = 3s;  // from SIGKILL to the news of the end

void takeCounters(Message& message, std::vector<CounterValue>& counters) {
  const auto count = message.take<uint32_t>();
  for (uint32_t i = 0; i < count && message.isGood(); ++i) {
    CounterValue counter;
    counter.name = message.takeText();
    counter.value = message.take<double>();
    counter.absent = message.takePhrase();
    if (message.isGood()) counters.push_back(std::move(counter));
  }
}

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(ServerProcess& server,
                                                          int64_t memoryBytes) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return Diagnostic{"runner.start_failed", systemError("socketpair")};
  FileDescriptor ours(ends[0]), theirs(ends[1]);
  std::random_device random;
  const uint64_t nonce = (uint64_t{random()} << 32 | random()) | 1;
  std::unique_ptr<ChildProcess> child(
      new ChildProcess(server, std::move(ours), nonce, memoryBytes));
  HEDDLE_TRY(child->m_pid, server.startChild(theirs, nonce, memoryBytes));
  return child;
}

ChildProcess::~ChildProcess() {
  killAndWait();
}

void ChildProcess::killAndWait() {
  if (m_pid <= 0 || m_isDead) return;
  m_server.poll();
  const auto until = std::chrono::steady_clock::now() + kEndGrace;
  // While the server has not told of the end, the number is still this child's.
  if (!m_server.childStatus(m_pid) && m_server.isAlive())
    kill(-m_pid, SIGKILL), kill(m_pid, SIGKILL);
  while (m_server.isAlive() && !m_server.childStatus(m_pid) &&
         std::chrono::steady_clock::now() < until) {
    pollfd polled = {m_server.socket(), POLLIN, 0};
    ::poll(&polled, 1, 50);
    m_server.poll();
  }
  m_isDead = true;
}

bool ChildProcess::isAlive() {
  m_server.poll();
  if (!m_server.isAlive() || m_server.childStatus(m_pid)) m_isDead = true;
  // Between requests a child has nothing to say: what there is, is garbage or its end.
  pollfd polled = {m_socket.get(), POLLIN, 0};
  if (!m_isDead && ::poll(&polled, 1, 0) != 0) killAndWait();
  return !m_isDead;
}

Outcome ChildProcess::ask(const Message& request, const std::vector<const FileDescriptor*>& files,
                          TimePoint deadline, const CancelToken& cancel) {
  const Status sent = sendMessage(m_socket, m_nonce, request, files);
  if (sent.isError() && sent.error().code == "runner.protocol")
    return {Outcome::Kind::replied, ReplyCode::badRequest, sent.error().message};
  Outcome outcome = sent.isError() ? endedOutcome() : await(deadline, cancel);
  if (outcome.kind != Outcome::Kind::replied) killAndWait();
  return outcome;
}

Outcome ChildProcess::await(TimePoint deadline, const CancelToken& cancel) {
  for (;;) {
    if (cancel.isCancelled()) return {Outcome::Kind::cancelled};
    const auto now = std::chrono::steady_clock::now();
    if (now >= deadline) return {Outcome::Kind::timedOut};
    const auto wait = std::min<std::chrono::nanoseconds>(deadline - now, kSlice);
    pollfd polled[2] = {{m_socket.get(), POLLIN, 0}, {m_server.socket(), POLLIN, 0}};
    ::poll(polled, 2, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(wait).count()));
    if (polled[0].revents != 0) {
      Received received = receiveMessage(m_socket, m_nonce);
      if (received.kind == Received::Kind::closed) return endedOutcome();
      Outcome outcome{Outcome::Kind::replied};
      outcome.code = received.message.take<ReplyCode>();
      outcome.text = received.message.takeText();
      takeCounters(received.message, outcome.counters);
      const bool isReply = received.kind == Received::Kind::message &&
                           received.message.type() == MessageType::reply &&
                           received.message.isGood() && outcome.code <= ReplyCode::kernelFailed;
      return isReply ? outcome : Outcome{Outcome::Kind::garbage};
    }
    if (polled[1].revents != 0) {
      m_server.poll();
      if (!m_server.isAlive() || m_server.childStatus(m_pid)) return endedOutcome();
    }
  }
}

// The socket closed, or the server told of an end: waits for the reason.
Outcome ChildProcess::endedOutcome() {
  const auto until = std::chrono::steady_clock::now() + kEndGrace;
  while (m_server.isAlive() && !m_server.childStatus(m_pid) &&
         std::chrono::steady_clock::now() < until) {
    pollfd polled = {m_server.socket(), POLLIN, 0};
    ::poll(&polled, 1, 20);
    m_server.poll();
  }
  if (!m_server.isAlive()) return {Outcome::Kind::serverEnded, {}, {}, m_server.waitStatus()};
  // A child that closed its socket and lives on has broken the protocol.
  if (!m_server.childStatus(m_pid)) return {Outcome::Kind::garbage};
  return {Outcome::Kind::ended, {}, {}, *m_server.childStatus(m_pid)};
}

}  // namespace heddle::runner
