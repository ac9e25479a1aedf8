// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/message.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <random>

#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::runner;

class MessageTest : public QObject {
  Q_OBJECT
 private:
  FileDescriptor m_a, m_b;
 private slots:
  void init() {
    int ends[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    m_a = FileDescriptor(ends[0]);
    m_b = FileDescriptor(ends[1]);
  }
  void carriesValuesTextAndFiles() {
    const FileDescriptor file = makeMemoryFile("test", 100).value();
    Message message(MessageType::load);
    message.put(uint32_t{7}).putText("hello").put(2.5);
    QVERIFY(sendMessage(m_a, 42, message, {&file}).isOk());
    Received received = receiveMessage(m_b, 42);
    QVERIFY(received.kind == Received::Kind::message);
    QVERIFY(received.message.type() == MessageType::load);
    QCOMPARE(received.message.take<uint32_t>(), 7u);
    QCOMPARE(received.message.takeText(), std::string("hello"));
    QCOMPARE(received.message.take<double>(), 2.5);
    QVERIFY(received.message.isGood());
    QCOMPARE(received.message.files().size(), size_t{1});
    QVERIFY(Mapping::map(received.message.files()[0], Access::readOnly, 100).isOk());
    QVERIFY(Mapping::map(received.message.files()[0], Access::readOnly, 101).isError());
  }
  void readingPastTheEndGivesZerosAndSaysSo() {
    Message message(MessageType::reply);
    message.put(uint32_t{1000});
    QCOMPARE(Message(message.type(), message.payload()).takeText(), std::string());
    Message copy(message.type(), message.payload());
    copy.take<uint32_t>();
    QCOMPARE(copy.take<uint64_t>(), uint64_t{0});
    QVERIFY(!copy.isGood());
  }
  void refusesForeignNonceVersionAndLength() {
    Message message(MessageType::reply);
    message.put(uint32_t{0});
    QVERIFY(sendMessage(m_a, 1, message).isOk());
    QVERIFY(receiveMessage(m_b, 2).kind == Received::Kind::garbage);
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
      std::vector<unsigned char> bytes(1 + random() % 64);
      for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(random());
      const uint32_t magic = 0x4e524448;
      if (round % 2 == 0 && bytes.size() >= 4) std::memcpy(bytes.data(), &magic, 4);
      QCOMPARE(write(m_a.get(), bytes.data(), bytes.size()), ssize_t(bytes.size()));
      QVERIFY(receiveMessage(m_b, 2).kind == Received::Kind::garbage);
    }
  }
  void tellsAClosedSocket() {
    m_a.close();
    QVERIFY(receiveMessage(m_b, 1).kind == Received::Kind::closed);
    QVERIFY(sendMessage(m_b, 1, Message(MessageType::reply)).isError());
  }
  void sharedFilesCannotShrink() {
    const FileDescriptor file = makeMemoryFile("test", 100).value();
    QVERIFY(ftruncate(file.get(), 10) != 0);
    QVERIFY(ftruncate(file.get(), 1000) != 0);
  }
};
HEDDLE_TEST(MessageTest)

#include "message_test.moc"
