// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QTemporaryDir>

#include "engine/runtime/cpu_features.h"
#include "engine/runtime/heddle.h"
#include "tests/engine/runtime/plan_builder.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class CApiTest : public QObject {
  Q_OBJECT
 private:
  // On the heap and never copied: it holds pointers to its own members.
  std::unique_ptr<PlanBuilder> m_holder;
  PlanBuilder& builder() { return *m_holder; }

  QString createError(const heddle_options& options, heddle_status expected) {
    heddle_module* module = nullptr;
    const heddle_status status = heddle_module_create(&builder().plan, &options, &module);
    if (module != nullptr) heddle_module_destroy(module);
    if (status != expected) return QString("status %1").arg(status);
    return heddle_last_error(nullptr);
  }

 private slots:
  void init() { m_holder = std::make_unique<PlanBuilder>(); }
  void describesTheModule() {
    heddle_module* module = nullptr;
    const heddle_options options = optionsWith(1);
    QCOMPARE(heddle_module_create(&builder().plan, &options, &module), HEDDLE_OK);
    QCOMPARE(heddle_input_count(module), 2u);
    QCOMPARE(heddle_output_count(module), 1u);
    QCOMPARE(heddle_step_count(module), 2u);
    QCOMPARE(heddle_find_input(module, "b"), 1);
    QCOMPARE(heddle_find_input(module, "none"), -1);
    QCOMPARE(heddle_find_output(module, "y"), 0);
    QVERIFY(heddle_input_info(module, 2) == nullptr);
    QCOMPARE(heddle_output_info(module, 0)->size_bytes, uint64_t{4000});
    QCOMPARE(QString(heddle_metadata(module)), QString("{\"by\":\"hand\"}"));
    QCOMPARE(QString(heddle_version()), QString("0.1.0"));
    heddle_module_destroy(module);
  }
  void refusesWrongInputsInWords() {
    heddle_module* module = nullptr;
    const heddle_options options = optionsWith(1);
    QCOMPARE(heddle_module_create(&builder().plan, &options, &module), HEDDLE_OK);
    static Floats a;
    const int64_t wrong[1] = {999};
    QCOMPARE(heddle_run(module), HEDDLE_ERROR_STATE);
    QCOMPARE(QString(heddle_last_error(module)), QString("input 'a' is not set"));
    QCOMPARE(heddle_set_input(module, 5, a.values, 0, builder().extents, 1), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(heddle_set_input(module, 0, nullptr, 0, builder().extents, 1), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(heddle_set_input(module, 0, a.values, 1, builder().extents, 1), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(heddle_set_input(module, 0, a.values, 0, builder().extents, 0), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(heddle_set_input(module, 0, a.values, 0, wrong, 1), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(QString(heddle_last_error(module)),
             QString("dimension 0 of input 'a' is 1000, not 999"));
    QCOMPARE(heddle_set_input_by_name(module, "z", a.values, 0, builder().extents, 1),
             HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(QString(heddle_last_error(module)), QString("there is no input named 'z'"));
    QCOMPARE(heddle_set_output(module, 0, a.values, 3999), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(heddle_get_output(module, 1, nullptr, nullptr), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(heddle_set_input_by_name(module, "a", a.values, 0, builder().extents, 1), HEDDLE_OK);
    heddle_module_destroy(module);
  }
  void refusesNullAndUnsetSizes() {
    heddle_module* module = nullptr;
    QCOMPARE(heddle_module_create(nullptr, nullptr, &module), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(heddle_module_create(&builder().plan, nullptr, nullptr), HEDDLE_ERROR_ARGUMENT);
    QCOMPARE(createError(heddle_options{}, HEDDLE_ERROR_ARGUMENT),
             QString("options.struct_size is not set"));
    QVERIFY(createError(optionsWith(-1), HEDDLE_ERROR_ARGUMENT).startsWith("threads is -1"));
    QCOMPARE(heddle_run(nullptr), HEDDLE_ERROR_ARGUMENT);
    heddle_module_destroy(nullptr);
  }
  void refusesAForeignCpu() {
    builder().plan.required_cpu_features = "sse2,nosuchfeature,+fma4000";
    QCOMPARE(
        createError(optionsWith(1), HEDDLE_ERROR_CPU),
        QString("the module needs CPU features that this machine lacks: nosuchfeature, fma4000"));
    builder().plan.required_cpu_features = "+sse2, x87,";
    QCOMPARE(createError(optionsWith(1), HEDDLE_OK), QString(heddle_last_error(nullptr)));
  }
  void agreesWithTheCompilerAboutTheCpu() {
    const auto isPresent = [](const char* name) {
      return runtime::cpuFeature(name, strlen(name)) == runtime::FeatureAnswer::present;
    };
    QCOMPARE(isPresent("avx2"), bool(__builtin_cpu_supports("avx2")));
    QCOMPARE(isPresent("fma"), bool(__builtin_cpu_supports("fma")));
    QCOMPARE(isPresent("avx512f"), bool(__builtin_cpu_supports("avx512f")));
    QCOMPARE(isPresent("avx512vnni"), bool(__builtin_cpu_supports("avx512vnni")));
    QCOMPARE(isPresent("sse4.2"), bool(__builtin_cpu_supports("sse4.2")));
    QCOMPARE(isPresent("xop"), bool(__builtin_cpu_supports("xop")));
  }
  void takesParametersFromMemory() {
    builder().useConstant();
    static Floats a, b;
    b.values[0] = 2;
    heddle_options options = optionsWith(1);
    QVERIFY(createError(options, HEDDLE_ERROR_FILE).contains("none was given"));
    options.params_data = b.values;
    options.params_size = Floats::kBytes - 1;
    QVERIFY(createError(options, HEDDLE_ERROR_FILE).contains("too short for 'b'"));
    options.params_size = Floats::kBytes;
    options.params_data = b.values + 1;
    QVERIFY(createError(options, HEDDLE_ERROR_ARGUMENT).contains("aligned"));
    options.params_data = b.values;
    builder().constant.file_offset = 32;
    QVERIFY(createError(options, HEDDLE_ERROR_PLAN).contains("not aligned"));
    builder().constant.file_offset = 0;
    heddle_module* module = nullptr;
    QCOMPARE(heddle_module_create(&builder().plan, &options, &module), HEDDLE_OK);
    a.values[0] = 1;
    heddle_set_input(module, 0, a.values, 0, builder().extents, 1);
    QCOMPARE(heddle_run(module), HEDDLE_OK);
    const void* data = nullptr;
    heddle_get_output(module, 0, &data, nullptr);
    QCOMPARE(static_cast<const float*>(data)[0], 9.0f);
    heddle_module_destroy(module);
  }
  void mapsTheParameterFile() {
    builder().useConstant();
    const QTemporaryDir directory;
    const QByteArray path = directory.filePath("p.params").toUtf8();
    heddle_options options = optionsWith(1);
    options.params_path = path.constData();
    QVERIFY(createError(options, HEDDLE_ERROR_FILE).startsWith("cannot open parameter file"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(100, 'x'));
    file.close();
    QVERIFY(createError(options, HEDDLE_ERROR_FILE).contains("too short for 'b': 100 bytes"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4000, '\0'));
    file.close();
    QCOMPARE(createError(options, HEDDLE_OK), QString(heddle_last_error(nullptr)));
  }
  void usesTheCallersArena() {
    alignas(64) static std::byte arena[8192];
    heddle_options options = optionsWith(1);
    options.arena = arena + 1;
    options.arena_size = 8000;
    QVERIFY(
        createError(options, HEDDLE_ERROR_ARGUMENT).startsWith("the arena must have 4064 bytes"));
    options.arena = arena;
    options.arena_size = 4063;
    QVERIFY(
        createError(options, HEDDLE_ERROR_ARGUMENT).startsWith("the arena must have 4064 bytes"));
    options.arena_size = 4064;
    heddle_module* module = nullptr;
    QCOMPARE(heddle_module_create(&builder().plan, &options, &module), HEDDLE_OK);
    static Floats a;
    a.values[0] = 4;
    heddle_set_input(module, 0, a.values, 0, builder().extents, 1);
    heddle_set_input(module, 1, a.values, 0, builder().extents, 1);
    QCOMPARE(heddle_run(module), HEDDLE_OK);
    QCOMPARE(reinterpret_cast<float*>(arena + 64)[0], 8.0f);
    heddle_module_destroy(module);
  }
};
HEDDLE_TEST(CApiTest)

#include "c_api_test.moc"
