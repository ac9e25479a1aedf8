// SPDX-License-Identifier: Apache-2.0
#include "engine/conformance/isolate.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "engine/support/clock.h"

namespace heddle::conformance {
namespace {

struct Child {
  size_t job = 0;
  pid_t process = -1;
  int pipe = -1;
  int64_t beganNs = 0;
  std::string text;
};

void writeAll(int descriptor, const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    const ssize_t n = ::write(descriptor, text.data() + at, text.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    at += static_cast<size_t>(n);
  }
}

// Never returns. The last byte of what is written says that nothing is missing.
[[noreturn]] void runChild(int pipe, const std::function<std::string(size_t)>& work, size_t job) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit none = {0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  const int null = ::open("/dev/null", O_RDWR);
  for (const int stream : {0, 1, 2}) ::dup2(null, stream);
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::signal(signal, SIG_DFL);
  writeAll(pipe, work(job) + '\n');
  ::_exit(0);
}

bool start(Child& child, const std::function<std::string(size_t)>& work) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  child.beganNs = SteadyClock().nowNs();
  child.process = ::fork();
  if (child.process == 0) runChild(ends[1], work, child.job);
  ::close(ends[1]);
  child.pipe = ends[0];
  if (child.process > 0) return true;
  ::close(ends[0]);
  return false;
}

// Reads what there is; true at the end of the stream.
bool drain(Child& child) {
  char buffer[1 << 14];
  const ssize_t n = ::read(child.pipe, buffer, sizeof(buffer));
  if (n > 0) child.text.append(buffer, static_cast<size_t>(n));
  return n == 0 || (n < 0 && errno != EINTR);
}

std::string howItDied(int status) {
  if (WIFSIGNALED(status)) {
    const char* name = ::sigabbrev_np(WTERMSIG(status));
    return std::string("killed by SIG") + (name != nullptr ? name : "?");
  }
  return "ended with status " + std::to_string(WEXITSTATUS(status)) + " and no result";
}

Isolated finish(Child& child, const std::string& killedFor) {
  ::kill(-child.process, SIGKILL);  // what it may have started
  if (!killedFor.empty()) ::kill(child.process, SIGKILL);
  int status = 0;
  while (::waitpid(child.process, &status, 0) < 0 && errno == EINTR) {
  }
  ::close(child.pipe);
  Isolated out;
  out.seconds = static_cast<double>(SteadyClock().nowNs() - child.beganNs) * 1e-9;
  if (!killedFor.empty()) {
    out.died = killedFor;
  } else if (child.text.ends_with('\n')) {
    child.text.pop_back();
    out.text = std::move(child.text);
  } else {
    out.died = howItDied(status);
  }
  return out;
}

}  // namespace

void isolate(size_t count, int jobs, double seconds, const CancelToken& cancel,
             const std::function<std::string(size_t)>& work,
             const std::function<void(size_t, Isolated)>& onDone) {
  std::vector<Child> children;
  size_t next = 0;
  while (next < count || !children.empty()) {
    while (!cancel.isCancelled() && next < count &&
           children.size() < static_cast<size_t>(std::max(1, jobs))) {
      Child child;
      child.job = next++;
      if (start(child, work))
        children.push_back(std::move(child));
      else
        onDone(child.job, {"", std::string("cannot start: ") + std::strerror(errno)});
    }
    if (children.empty()) {
      if (cancel.isCancelled()) return;
      continue;
    }
    std::vector<pollfd> waits;
    for (const Child& child : children) waits.push_back({child.pipe, POLLIN, 0});
    ::poll(waits.data(), waits.size(), 50);
    const int64_t now = SteadyClock().nowNs();
    for (size_t i = children.size(); i-- > 0;) {
      Child& child = children[i];
      std::string killedFor;
      bool isOver = waits[i].revents != 0 && drain(child);
      if (!isOver && static_cast<double>(now - child.beganNs) * 1e-9 > seconds)
        killedFor = "did not end within " + std::to_string(static_cast<int64_t>(seconds)) + " s";
      if (!isOver && cancel.isCancelled()) killedFor = "cancelled";
      if (!isOver && killedFor.empty()) continue;
      const size_t job = child.job;
      Isolated outcome = finish(child, killedFor);
      children.erase(children.begin() + static_cast<ptrdiff_t>(i));
      if (killedFor != "cancelled") onDone(job, std::move(outcome));
    }
  }
}

}  // namespace heddle::conformance
