// SPDX-License-Identifier: Apache-2.0
#include <elf.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/export/elf_object.h"
#include "engine/export/interface_text.h"
#include "engine/export/model_object.h"
#include "engine/export/names.h"
#include "engine/export/run_program.h"
#include "tests/engine/export/tools.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::exporter;

class ExportTextTest : public QObject {
  Q_OBJECT
 private slots:
  void makesIdentifiers() {
    QCOMPARE(cIdentifier("mnist-8"), std::string("mnist_8"));
    QCOMPARE(cIdentifier("8x"), std::string("m8x"));
    QCOMPARE(cIdentifier(""), std::string("m"));
    QCOMPARE(cIdentifier("\xe5\x8c\x96"), std::string("___"));
    QCOMPARE(fileName("mnist-8"), std::string("mnist-8"));
    QCOMPARE(fileName("../x"), std::string("m.._x"));
    QCOMPARE(fileName(std::string(5000, 'a')).size(), size_t{100});
    QCOMPARE(distinctIdentifiers({"a:0", "a_0", "a.0", "b"}),
             (std::vector<std::string>{"a_0", "a_0_2", "a_0_3", "b"}));
  }
  void describesTheModule() {
    build::Module module = makeModule({"scale_k0"}, kScaleCode);
    module.inputs[0].name = "x*/ :0";
    module.metadataJson = "{\"steps\":1}";
    const ExportOptions options = exportOptions({"a"});
    const Parameters parameters = Parameters::of(module);
    const InterfaceFacts facts{module, options, parameters, "hand", "hand"};
    const QString header = QString::fromStdString(headerText(facts));
    QVERIFY(header.contains("heddle_hand_set_x____0(heddle_module* module, const float* data)"));
    QVERIFY(header.contains("/* input 0, \"x?/ :0\": f32[1000]"));
    const auto json = nlohmann::json::parse(metadataText(facts));
    QCOMPARE(json["inputs"][0]["name"].get<std::string>(), std::string("x*/ :0"));
    QCOMPARE(json["inputs"][0]["extents"][0].get<int>(), 1000);
    QCOMPARE(json["parameters"]["bytes"].get<int>(), 4);
    QCOMPARE(json["plan"]["steps"].get<int>(), 1);
    QVERIFY(QString::fromStdString(cmakeText(facts)).contains("STATIC IMPORTED"));
    QVERIFY(
        QString::fromStdString(pkgConfigText(facts)).contains("${prefix}/hand.a -lm -lpthread"));
  }
  void writesObjectsForBothMachines() {
    const build::Module module = makeModule({"scale_k0"}, kScaleCode);
    const Parameters parameters = Parameters::of(module);
    for (const uint16_t machine : {uint16_t{EM_X86_64}, uint16_t{EM_AARCH64}}) {
      std::ostringstream out;
      QVERIFY(
          writeModelObject({machine, "hand", "heddle_plan_hand", &parameters, true}, out).isOk());
      const std::string text = out.str();
      const auto facts = readObject(std::as_bytes(std::span(text)), "heddle_hand_");
      QVERIFY(facts.isOk());
      QCOMPARE(facts.value().machine, machine);
      QCOMPARE(facts.value().symbol, std::string("heddle_hand_create"));
      const QTemporaryDir directory;
      writeBytes(directory.filePath("a.o"), QByteArray::fromStdString(text));
      const QString said = outputOf("readelf", {"-aW", directory.filePath("a.o")});
      QVERIFY2(!said.contains("Warning") && !said.contains("Error"), qPrintable(said));
      QVERIFY(said.contains("heddle_model_create"));
    }
    std::ostringstream out;
    QCOMPARE(writeModelObject({EM_RISCV, "hand", "p", &parameters, true}, out).error().code,
             std::string("export.target"));
  }
  void survivesDamagedObjects() {
    const build::Module module = makeModule({"scale_k0"}, kScaleCode);
    std::vector<std::byte> bytes = module.objects[1];
    QVERIFY(readObject(bytes, "heddle_plan_").isOk());
    uint32_t state = 12345;
    for (int round = 0; round < 3000; ++round) {
      std::vector<std::byte> damaged = bytes;
      for (int i = 0; i < 4; ++i) {
        state = state * 1664525 + 1013904223;
        damaged[(state >> 8) % damaged.size()] = std::byte(state);
      }
      damaged.resize(round % 2 == 0 ? damaged.size() : (state >> 8) % damaged.size());
      const auto facts = readObject(damaged, "heddle_plan_");
      QVERIFY(facts.isError() || facts.value().symbol.size() <= damaged.size());
    }
  }
  void placesParameters() {
    build::Module module;
    module.pool = std::make_shared<ConstantPool>();
    module.constants = {module.pool->add(Tensor::allocate(ElementType::u8, {65}).value(), "a"),
                        module.pool->add(Tensor::allocate(ElementType::f32, {0}).value(), "b"),
                        module.pool->add(Tensor::scalar(ElementType::f32, 2), "c")};
    const Parameters parameters = Parameters::of(module);
    QCOMPARE(parameters.pieces[1].offset, uint64_t{128});
    QCOMPARE(parameters.pieces[2].offset, uint64_t{128});
    QCOMPARE(parameters.sizeBytes, uint64_t{132});
    std::ostringstream out;
    parameters.write(out);
    QCOMPARE(out.str().size(), size_t{192 + 64});
    module.constants[2] = module.pool->add(Tensor::scalar(ElementType::f32, 3), "d");
    QVERIFY(Parameters::of(module).mark != parameters.mark);
  }
  void findsPrograms() {
    QVERIFY(!findProgram({"no-such-program", "sh"}).empty());
    QVERIFY(findProgram({"no-such-program"}).empty());
    QVERIFY(runProgram({"/nonexistent"}, Environment::empty).isError());
    const auto run = runProgram({findProgram({"sh"}), "-c", "echo out; echo err >&2; exit 3"},
                                Environment::empty);
    QVERIFY(!run.value().isGood());
    QCOMPARE(run.value().output, std::string("out\nerr\n"));
  }
};
HEDDLE_TEST(ExportTextTest)

#include "text_test.moc"
