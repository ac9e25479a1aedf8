// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/message.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>

namespace heddle::runner {
namespace {

constexpr uint32_t kMagic = 0x4e524448;  // "HDRN"
constexpr uint16_t kVersion = 1;
constexpr size_t kMaxPayload = 160 << 10;  // below the default buffer of a socket
constexpr size_t kMaxFiles = 4;

struct Header {
  uint32_t magic;
  uint16_t version;
  uint16_t type;
  uint64_t nonce;
  uint32_t payloadBytes;
  uint32_t fileCount;
};

union Control {
  cmsghdr align;
  char bytes[CMSG_SPACE(sizeof(int) * kMaxFiles)];
};

std::vector<FileDescriptor> takeFiles(msghdr& header) {
  std::vector<FileDescriptor> files;
  for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
      files.emplace_back(fd);
    }
  }
  return files;
}

}  // namespace

Message& Message::putText(std::string_view text) {
  put(static_cast<uint32_t>(text.size()));
  putBytes(text.data(), text.size());
  return *this;
}

void Message::putBytes(const void* from, size_t bytes) {
  const size_t at = m_payload.size();
  m_payload.resize(at + bytes);
  if (bytes > 0) std::memcpy(m_payload.data() + at, from, bytes);
}

std::string Message::takeText() {
  const auto size = take<uint32_t>();
  if (!m_isGood || size > m_payload.size() - m_at) {
    m_isGood = false;
    return {};
  }
  std::string text(size, '\0');
  takeBytes(text.data(), size);
  return text;
}

Message& Message::putPhrase(const Phrase& phrase) {
  putText(phrase.format).put(static_cast<uint32_t>(phrase.arguments.size()));
  for (const Phrase& a : phrase.arguments) putText(a.text());
  return *this;
}

Phrase Message::takePhrase() {
  Phrase out(takeText().c_str());
  const auto count = take<uint32_t>();
  for (uint32_t i = 0; i < count && m_isGood; ++i) out.arguments.emplace_back(takeText());
  return out;
}

void Message::takeBytes(void* to, size_t bytes) {
  if (!m_isGood || bytes > m_payload.size() - m_at) {
    m_isGood = false;
    return;
  }
  if (bytes > 0) std::memcpy(to, m_payload.data() + m_at, bytes);
  m_at += bytes;
}

Status sendMessage(const FileDescriptor& socket, uint64_t nonce, const Message& message,
                   const std::vector<const FileDescriptor*>& files) {
  if (message.payload().size() > kMaxPayload || files.size() > kMaxFiles)
    return Diagnostic{"runner.protocol", "the module has too many parts for one message"};
  Header header = {kMagic,
                   kVersion,
                   static_cast<uint16_t>(message.type()),
                   nonce,
                   static_cast<uint32_t>(message.payload().size()),
                   static_cast<uint32_t>(files.size())};
  iovec parts[2] = {{&header, sizeof(header)},
                    {const_cast<std::byte*>(message.payload().data()), message.payload().size()}};
  Control control = {};
  msghdr out = {};
  out.msg_iov = parts;
  out.msg_iovlen = 2;
  if (!files.empty()) {
    out.msg_control = control.bytes;
    out.msg_controllen = CMSG_SPACE(sizeof(int) * files.size());
    cmsghdr* rights = CMSG_FIRSTHDR(&out);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int) * files.size());
    for (size_t i = 0; i < files.size(); ++i) {
      const int fd = files[i]->get();
      std::memcpy(CMSG_DATA(rights) + i * sizeof(int), &fd, sizeof(int));
    }
  }
  ssize_t sent;
  do {
    sent = sendmsg(socket.get(), &out, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) return Diagnostic{"runner.exited", systemError("cannot reach the runner")};
  return {};
}

Received receiveMessage(const FileDescriptor& socket, uint64_t nonce) {
  static_assert(sizeof(Header) == 24);
  std::vector<std::byte> buffer(sizeof(Header) + kMaxPayload);
  Control control = {};
  iovec part = {buffer.data(), buffer.size()};
  msghdr in = {};
  in.msg_iov = &part;
  in.msg_iovlen = 1;
  in.msg_control = control.bytes;
  in.msg_controllen = sizeof(control.bytes);
  ssize_t got;
  do {
    got = recvmsg(socket.get(), &in, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  Received out;
  if (got <= 0) return out;
  std::vector<FileDescriptor> files = takeFiles(in);
  out.kind = Received::Kind::garbage;
  Header header = {};
  if (static_cast<size_t>(got) < sizeof(header) || (in.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
    return out;
  std::memcpy(&header, buffer.data(), sizeof(header));
  if (header.magic != kMagic || header.version != kVersion || header.nonce != nonce ||
      header.payloadBytes != static_cast<size_t>(got) - sizeof(header) ||
      header.fileCount != files.size())
    return out;
  buffer.resize(static_cast<size_t>(got));
  buffer.erase(buffer.begin(), buffer.begin() + sizeof(header));
  out.message = Message(static_cast<MessageType>(header.type), std::move(buffer));
  out.message.files() = std::move(files);
  out.kind = Received::Kind::message;
  return out;
}

}  // namespace heddle::runner
