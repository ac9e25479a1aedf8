// Weights: every way to store them, inside the model and beside it.
// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <cstring>
#include <functional>

#include "tests/engine/import/model_maker.h"
#include "tests/support/test_main.h"

using namespace heddle;
using onnx::TensorProto;

namespace {

TensorProto tensorOf(int32_t type, const test::Ints& shape) {
  TensorProto t;
  t.set_name("t");
  t.set_data_type(type);
  t.mutable_dims()->Add(shape.begin(), shape.end());
  return t;
}

Result<Tensor> readBack(const TensorProto& proto) {
  const test::ScratchFolder folder;
  return import::readTensorProto(folder.write("t.pb", proto.SerializeAsString()));
}

void addExternal(TensorProto& t, const std::string& key, const std::string& value) {
  t.set_data_location(TensorProto::EXTERNAL);
  auto* entry = t.add_external_data();
  entry->set_key(key);
  entry->set_value(value);
}

// A model whose weight w: f32[4] is 16 bytes of a file beside it.
test::ModelMaker external(const std::string& location, const std::string& offset = "",
                          const std::string& length = "") {
  test::ModelMaker m(17);
  m.input("x", {4}).output("y");
  TensorProto& w = *m.model.mutable_graph()->add_initializer();
  w = tensorOf(1, {4});
  w.set_name("w");
  addExternal(w, "location", location);
  if (!offset.empty()) addExternal(w, "offset", offset);
  if (!length.empty()) addExternal(w, "length", length);
  m.node("Add", {"x", "w"}, {"y"});
  return m;
}

// The folder above/model/ with weights.bin in it and secret.bin above it.
struct Stage {
  test::ScratchFolder above;
  std::filesystem::path folder = above.path() / "model";
  Stage() {
    std::filesystem::create_directories(folder / "sub");
    write("model/weights.bin", std::string(64, '\1'));
    write("model/sub/inner.bin", std::string(16, '\2'));
    write("secret.bin", std::string(64, '\3'));
  }
  void write(const std::string& name, const std::string& bytes) const { above.write(name, bytes); }
  Result<import::ImportedModel> import(const test::ModelMaker& model) const {
    write("model/m.onnx", model.bytes());
    return import::importModel(folder / "m.onnx");
  }
};

}  // namespace

class TensorsTest : public QObject {
  Q_OBJECT
 private slots:
  void readsTypedFields() {
    TensorProto i8 = tensorOf(TensorProto::INT8, {2});
    i8.add_int32_data(-1);
    i8.add_int32_data(127);
    const Tensor a = readBack(i8).value();
    QCOMPARE(a.element(), ElementType::i8);
    QCOMPARE(a.valueAsInt(0), int64_t{-1});
    TensorProto half = tensorOf(TensorProto::FLOAT16, {});
    half.add_int32_data(0x3c00);
    QCOMPARE(readBack(half).value().valueAsDouble(0), 1.0);
    TensorProto u32 = tensorOf(TensorProto::UINT32, {1});
    u32.add_uint64_data(4000000000u);
    QCOMPARE(readBack(u32).value().valueAsInt(0), int64_t{4000000000});
    TensorProto real = tensorOf(TensorProto::DOUBLE, {1});
    real.add_double_data(0.1);
    QCOMPARE(readBack(real).value().valueAsDouble(0), 0.1);
  }
  void makesFlagsZeroOrOne() {
    TensorProto flags = tensorOf(TensorProto::BOOL, {3});
    flags.set_raw_data(std::string("\0\1\7", 3));
    const Tensor t = readBack(flags).value();
    QCOMPARE(t.valueAsInt(0), int64_t{0});
    QCOMPARE(t.valueAsInt(2), int64_t{1});
  }
  void readsRawDataAndItsName() {
    TensorProto t = tensorOf(TensorProto::INT64, {2});
    const int64_t values[] = {5, -6};
    t.set_raw_data(values, sizeof values);
    const test::ScratchFolder folder;
    std::string name;
    const auto read = import::readTensorProto(folder.write("t.pb", t.SerializeAsString()), &name);
    QCOMPARE(read.value().valueAsInt(1), int64_t{-6});
    QCOMPARE(name, std::string("t"));
  }
  void keepsTheShapeOfTypesThatNothingComputesOn() {
    TensorProto t = tensorOf(TensorProto::INT4, {3, 5});
    t.set_raw_data(std::string(8, '\0'));
    const Tensor read = readBack(t).value();
    QCOMPARE(read.element(), ElementType::subByte);
    QCOMPARE(read.elementCount(), int64_t{15});
  }
  void refusesShapesThatDoNotFit_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const TensorProto& t) {
      QTest::newRow(name) << QByteArray::fromStdString(t.SerializeAsString());
    };
    TensorProto t = tensorOf(1, {3});
    t.set_raw_data(std::string(8, '\0'));
    row("too little raw data", t);
    t = tensorOf(1, {1});
    t.set_raw_data(std::string(7, '\0'));
    row("half an element", t);
    row("no data", tensorOf(1, {3}));
    row("negative", tensorOf(1, {-3}));
    row("overflow", tensorOf(1, {int64_t{1} << 40, int64_t{1} << 40}));
    row("huge without data", tensorOf(1, {int64_t{1} << 60}));
    row("no type", tensorOf(0, {}));
    row("type 99", tensorOf(99, {}));
    row("65 dimensions", tensorOf(1, test::Ints(65, 1)));
    t = tensorOf(1, {0});
    addExternal(t, "location", "x");
    row("external", t);
  }
  void refusesShapesThatDoNotFit() {
    QFETCH(QByteArray, bytes);
    const test::ScratchFolder folder;
    const auto read = import::readTensorProto(folder.write("t.pb", bytes.toStdString()));
    QVERIFY(read.isError());
    QCOMPARE(read.error().code, std::string("import.tensor"));
    QVERIFY(!messageText(read.error()).empty());
  }
  // The weights of a model stay where they are: a large one is a view into the mapping, a forged
  // range is ignored.
  void readsWeightsThroughTheMapping() {
    std::vector<float> values(40'000);
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    test::ModelMaker m(17);
    m.input("x", {40'000}).output("y").floats("w", {40'000}, values);
    m.model.mutable_graph()->mutable_initializer(0)->set_mapped_range(7);
    m.node("Add", {"x", "w"}, {"y"});
    const auto model = m.import();
    QVERIFY(model.isOk());
    const graph::Graph& g = *model.value().graph;
    const Tensor w = g.constantValue(g.node(g.outputs()[0].value.op).inputs[1]).value();
    QVERIFY(std::memcmp(w.bytes().data(), values.data(), values.size() * 4) == 0);
    QCOMPARE(model.value().summary.parameterBytes, int64_t{160'000});
  }
  void readsExternalData() {
    const Stage stage;
    const auto model = stage.import(external("weights.bin", "16", "16"));
    QVERIFY2(model.isOk() && model.value().graph, test::describe(model).c_str());
    QVERIFY(stage.import(external("sub/inner.bin")).isOk());
    QVERIFY(stage.import(external("./weights.bin")).isOk());
  }
  void hashesExternalData() {
    const Stage stage;
    const std::string before = stage.import(external("weights.bin")).value().summary.hash;
    stage.write("model/weights.bin", std::string(64, '\5'));
    QVERIFY(stage.import(external("weights.bin")).value().summary.hash != before);
  }
  void refusesExternalDataOutsideItsRules_data() {
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("offset");
    QTest::addColumn<QString>("length");
    QTest::newRow("absolute") << "/etc/passwd"
                              << ""
                              << "";
    QTest::newRow("parent") << "../secret.bin"
                            << ""
                            << "";
    QTest::newRow("parent inside") << "sub/../../secret.bin"
                                   << ""
                                   << "";
    QTest::newRow("harmless parent") << "sub/../weights.bin"
                                     << ""
                                     << "";
    QTest::newRow("symbolic link") << "link.bin"
                                   << ""
                                   << "";
    QTest::newRow("linked folder") << "linked/secret.bin"
                                   << ""
                                   << "";
    QTest::newRow("hard link") << "hard.bin"
                               << ""
                               << "";
    QTest::newRow("fifo") << "fifo"
                          << ""
                          << "";
    QTest::newRow("folder") << "sub"
                            << ""
                            << "";
    QTest::newRow("missing") << "nothing.bin"
                             << ""
                             << "";
    QTest::newRow("empty name") << ""
                                << ""
                                << "";
    QTest::newRow("empty file") << "empty.bin"
                                << ""
                                << "";
    QTest::newRow("zero byte") << QString("weights.bin").append(QChar(0)).append("x") << ""
                               << "";
    QTest::newRow("long name") << QString(5000, 'a') << ""
                               << "";
    QTest::newRow("offset beyond the end") << "weights.bin"
                                           << "60"
                                           << "";
    QTest::newRow("offset overflows") << "weights.bin"
                                      << "18446744073709551615"
                                      << "";
    QTest::newRow("negative offset") << "weights.bin"
                                     << "-4"
                                     << "";
    QTest::newRow("offset with a sign") << "weights.bin"
                                        << "+4"
                                        << "";
    QTest::newRow("offset in words") << "weights.bin"
                                     << "four"
                                     << "";
    QTest::newRow("short length") << "weights.bin"
                                  << "0"
                                  << "8";
    QTest::newRow("long length") << "weights.bin"
                                 << "0"
                                 << "32";
  }
  void refusesExternalDataOutsideItsRules() {
    QFETCH(QString, location);
    QFETCH(QString, offset);
    QFETCH(QString, length);
    const Stage stage;
    namespace fs = std::filesystem;
    fs::create_symlink("../secret.bin", stage.folder / "link.bin");
    fs::create_directory_symlink("..", stage.folder / "linked");
    stage.write("model/hard.bin", std::string(64, '\1'));
    fs::create_hard_link(stage.folder / "hard.bin", stage.above.path() / "other.bin");
    QCOMPARE(mkfifo((stage.folder / "fifo").c_str(), 0600), 0);
    stage.write("model/empty.bin", "");
    const auto model =
        stage.import(external(location.toStdString(), offset.toStdString(), length.toStdString()));
    QVERIFY(model.isError());
    QCOMPARE(model.error().code, std::string("import.external_data"));
    QVERIFY(model.error().where.ends_with("initializer 'w'"));
  }
  void refusesOddKeys() {
    const Stage stage;
    const auto refused = [&](const std::function<void(TensorProto&)>& change) {
      test::ModelMaker m = external("weights.bin");
      change(*m.model.mutable_graph()->mutable_initializer(0));
      const auto model = stage.import(m);
      return model.isError() && model.error().code == "import.external_data";
    };
    QVERIFY(refused([](TensorProto& t) { addExternal(t, "url", "https://example.org"); }));
    QVERIFY(refused([](TensorProto& t) { addExternal(t, "location", "weights.bin"); }));
    QVERIFY(refused([](TensorProto& t) { t.mutable_external_data()->Clear(); }));
    QVERIFY(refused([](TensorProto& t) { t.set_raw_data(std::string(16, '\0')); }));
  }
};
HEDDLE_TEST(TensorsTest)

#include "tensors_test.moc"
