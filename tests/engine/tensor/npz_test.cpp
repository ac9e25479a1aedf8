// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/npz.h"

#include <QTemporaryDir>
#include <fstream>
#include <random>

#include "engine/tensor/npy_header.h"
#include "tests/support/test_main.h"

using namespace heddle;

namespace {

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void put(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}
bool sameTensor(const Tensor& a, const Tensor& b) {
  return a.element() == b.element() && a.extents() == b.extents() &&
         std::equal(a.bytes().begin(), a.bytes().end(), b.bytes().begin(), b.bytes().end());
}
std::map<std::string, Tensor> everyType() {
  std::map<std::string, Tensor> out;
  for (int i = 0; i <= static_cast<int>(ElementType::boolean); ++i) {
    const auto type = static_cast<ElementType>(i);
    Tensor tensor = Tensor::allocate(type, {2, 3}).value();
    for (int k = 0; k < 6; ++k) tensor.setFromDouble(k, type == ElementType::boolean ? k % 2 : k);
    out.emplace("x/" + std::string(name(type)) + ":0", tensor);
  }
  out.emplace("scalar", Tensor::scalar(ElementType::f64, -2.5));
  out.emplace("empty", Tensor::allocate(ElementType::f32, {0, 4}).value());
  return out;
}
// A header with its own dictionary text, and data.
std::string npyOf(const std::string& dictionary, const std::string& data) {
  const std::string text = dictionary + "\n";
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(text.size() & 0xff) +
         static_cast<char>(text.size() >> 8) + text + data;
}

}  // namespace

class NpzTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { QVERIFY(m_folder.isValid()); }
  void bringsBackEveryType() {
    const auto file = path("all.npz");
    const auto tensors = everyType();
    QVERIFY(writeNpz(file, tensors).isOk());
    const auto back = readNpz(file);
    QVERIFY2(back.isOk(), back.isError() ? toText(back.error()).c_str() : "");
    QCOMPARE(back.value().size(), tensors.size());
    for (const auto& [name, tensor] : tensors)
      QVERIFY2(sameTensor(back.value().at(name), tensor), name.c_str());
  }
  void writesTheSameBytesTwiceAndLeavesNothingBeside() {
    QVERIFY(writeNpz(path("one.npz"), everyType()).isOk());
    QVERIFY(writeNpz(path("two.npz"), everyType()).isOk());
    QVERIFY(contents(path("one.npz")) == contents(path("two.npz")));
    for (const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString()))
      QVERIFY(!entry.path().filename().string().ends_with(".part"));
  }
  void bringsBackOneArray() {
    for (const auto& [name, tensor] : everyType()) {
      QVERIFY(writeNpy(path("one.npy"), tensor).isOk());
      const auto back = readNpy(path("one.npy"));
      QVERIFY2(back.isOk() && sameTensor(back.value(), tensor), name.c_str());
    }
  }
  void alignsElementsAsNumpyDoes() {
    QCOMPARE(makeNpyHeader(ElementType::f32, {3}).size() % 64, size_t{0});
    const std::string header = makeNpyHeader(ElementType::f32, {3});
    QVERIFY(header.find("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }") == 10);
  }
  void refusesWithAReason_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char* name, const std::string& bytes, const char* code) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(code);
    };
    const std::string four(4, '\0');
    add("fortran", npyOf("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", four),
        "npz.unsupported");
    add("big-endian", npyOf("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", four),
        "npz.unsupported");
    add("objects", npyOf("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", four),
        "npz.unsupported");
    add("records",
        npyOf("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", four),
        "npz.unsupported");
    add("strings", npyOf("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", four),
        "npz.unsupported");
    add("too few", npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", four),
        "npz.format");
    add("too many", npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", four + "x"),
        "npz.format");
    add("overflow",
        npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }",
              four),
        "npz.too_large");
    add("huge", npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", four),
        "npz.too_large");
    add("negative", npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", four),
        "npz.format");
    add("twice",
        npyOf("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", four),
        "npz.format");
    add("code", npyOf("__import__('os')", four), "npz.format");
    add("trailing", npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } + 1", four),
        "npz.format");
    add("magic", "hello, I am no array", "npz.format");
    add("nothing", "", "npz.format");
  }
  void refusesWithAReason() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    put(path("bad.npy"), bytes.toStdString());
    const auto result = readNpy(path("bad.npy"));
    QVERIFY(result.isError());
    QCOMPARE(result.error().code, code.toStdString());
    QVERIFY(result.error().where.find("bad.npy") != std::string::npos);
  }
  void reportsMissingFilesAndForeignArchives() {
    QCOMPARE(readNpz(path("none.npz")).error().code, std::string("npz.read"));
    QCOMPARE(readNpy(path("none.npy")).error().code, std::string("npz.read"));
    put(path("text.npz"), "this is no zip");
    QCOMPARE(readNpz(path("text.npz")).error().code, std::string("npz.format"));
    QCOMPARE(writeNpz(path("no/such/folder.npz"), everyType()).isError(), true);
  }
  void noticesDamage() {
    QVERIFY(writeNpz(path("d.npz"), {{"x", Tensor::scalar(ElementType::f32, 1)}}).isOk());
    std::string bytes = contents(path("d.npz"));
    const size_t at = bytes.find("\x93NUMPY") + 128;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);  // an element: only the checksum can tell
    put(path("d.npz"), bytes);
    QVERIFY(readNpz(path("d.npz")).isError());
  }
  void survivesMutants() {
    QVERIFY(writeNpz(path("m.npz"), everyType()).isOk());
    QVERIFY(writeNpy(path("m.npy"), everyType().at("x/f32:0")).isOk());
    std::mt19937 random(11);
    const std::string npz = contents(path("m.npz")), npy = contents(path("m.npy"));
    for (int i = 0; i < 500; ++i) {
      std::string a = npz, b = npy;
      for (int k = 0; k < 3; ++k) {
        a[random() % a.size()] = static_cast<char>(random());
        b[random() % std::min<size_t>(b.size(), 128)] = static_cast<char>(random());
      }
      if (i % 5 == 0) a.resize(random() % a.size());
      if (i % 7 == 0) b.resize(random() % b.size());
      put(path("mutant.npz"), a);
      put(path("mutant.npy"), b);
      const auto first = readNpz(path("mutant.npz"));
      const auto second = readNpy(path("mutant.npy"));
      QVERIFY(first.isOk() || !first.error().code.empty());
      QVERIFY(second.isOk() || !second.error().code.empty());
    }
  }

 private:
  std::filesystem::path path(const char* name) const {
    return std::filesystem::path(m_folder.path().toStdString()) / name;
  }
  QTemporaryDir m_folder;
};
HEDDLE_TEST(NpzTest)

#include "npz_test.moc"
