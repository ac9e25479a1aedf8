// Messages between the engine, the fork server and its children: small, versioned, length-checked.
// Bytes of any size travel as descriptors beside them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/runner/file_descriptor.h"
#include "engine/support/phrase.h"

namespace heddle::runner {

enum class MessageType : uint16_t {
  // engine to server; descriptor: the child's end of its socket
  startChild = 1,  // u64 nonce of the child's messages, i64 memoryBytes
  // server to engine
  childStarted = 2,  // i32 pid
  childEnded = 3,    // i32 pid, i32 wait status
  // engine to child
  load =
      10,  // u32 slot, u32 object count, u64 ends..., u32 constant count, (u64 offset, u64 size)...
           // descriptors: objects, constants
  run = 11,  // RunOrder; u32 slots, then per slot its TensorPlaces; descriptors: ring, inputs,
             // outputs
  // child to engine
  reply = 20,  // u32 ReplyCode, text, u32 counters, per counter: name, f64 of the run, reason of
               // absence
};

enum class ReplyCode : uint32_t { ok, badRequest, outOfMemory, cannotLink, refused, kernelFailed };

// One message as received. A reader that runs past the end makes isGood() false and gives zeros.
class Message {
 public:
  explicit Message(MessageType type) : m_type(type) {}
  Message(MessageType type, std::vector<std::byte> payload)
      : m_type(type), m_payload(std::move(payload)) {}

  MessageType type() const { return m_type; }
  const std::vector<std::byte>& payload() const { return m_payload; }
  std::vector<FileDescriptor>& files() { return m_files; }
  bool isGood() const { return m_isGood; }

  template <class T>
  Message& put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    putBytes(&value, sizeof(T));
    return *this;
  }
  Message& putText(std::string_view text);
  Message& putPhrase(const Phrase& phrase);  // arguments as text
  template <class T>
  T take() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value = {};
    takeBytes(&value, sizeof(T));
    return value;
  }
  std::string takeText();
  Phrase takePhrase();

 private:
  void putBytes(const void* from, size_t bytes);
  void takeBytes(void* to, size_t bytes);
  MessageType m_type;
  std::vector<std::byte> m_payload;
  std::vector<FileDescriptor> m_files;
  size_t m_at = 0;
  bool m_isGood = true;
};

// Sends on a SOCK_SEQPACKET socket. `files` stay the caller's.
Status sendMessage(const FileDescriptor& socket, uint64_t nonce, const Message& message,
                   const std::vector<const FileDescriptor*>& files = {});

struct Received {
  enum class Kind : uint8_t { message, closed, garbage } kind = Kind::closed;
  Message message = Message(MessageType::reply);
};
// Takes one message; blocks unless one is there. Anything but a message of this version, length and
// nonce is `garbage`.
Received receiveMessage(const FileDescriptor& socket, uint64_t nonce);

}  // namespace heddle::runner
