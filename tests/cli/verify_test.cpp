// heddle verify: what passes and what does not.
// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "engine/support/hash.h"
#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class VerifyCommand : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  // Replaces a literal in the object and makes the file valid again; says whether it was there.
  static bool changeKernel(const QString& file, float from, float to) {
    constexpr qsizetype kMagic = 8, kHash = 32;
    QByteArray all = fileBytes(file);
    const QByteArray old(reinterpret_cast<const char*>(&from), sizeof from);
    if (!all.contains(old)) return false;
    all.replace(old, QByteArray(reinterpret_cast<const char*>(&to), sizeof to));
    const std::string body = all.mid(kMagic + kHash).toStdString();
    all.replace(kMagic, kHash, QByteArray::fromStdString(contentHash(body)));
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(all) == all.size();
  }

 private slots:
  void everyLayerAgrees() {
    const Ended ended = cli({"verify", digits(), "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject object = ended.json();
    QCOMPARE(missing(object, {"passed", "reference", "rtol", "atol", "rows", "culprit_pass",
                              "culprit_reason"}),
             QString());
    QCOMPARE(object["passed"].toBool(), true);
    const QJsonArray rows = object["rows"].toArray();
    QVERIFY(rows.size() >= 9);
    double before = 1e300;
    for (const QJsonValue& row : rows) {
      QCOMPARE(missing(row.toObject(), {"name", "op", "group", "max_abs_error", "max_rel_error",
                                        "of_tolerance", "passed", "elements", "at_border",
                                        "free_max_abs_error"}),
               QString());
      QVERIFY(row["passed"].toBool());
      QVERIFY(row["of_tolerance"].toDouble() <= before);
      before = row["of_tolerance"].toDouble();
    }
  }
  void agreesWithExpectedOutputs() {
    const Ended ended = cli({"verify", digits(), "--inputs", digits("digits_inputs.npz"),
                             "--expected", digits("digits_expected.npz")});
    EXPECT_STATUS(ended, 0);
    QVERIFY(ended.out.contains("output probabilities against the expected one"));
    QVERIFY(ended.out.contains(" agree with the interpreter and expected outputs"));
  }
  void tellsWrongExpectedOutputs() {
    auto expected = arrays(digits("digits_expected.npz"));
    expected["probabilities"].setFromDouble(17, 0.25);
    const QString npz = m_directory.filePath("wrong.npz");
    QVERIFY(writeNpz(npz.toStdString(), expected).isOk());
    const QStringList line = {"verify",     digits(), "--inputs", digits("digits_inputs.npz"),
                              "--expected", npz};
    const Ended ended = cli(line);
    EXPECT_STATUS(ended, 1);
    QVERIFY(ended.out.contains("WRONG"));
    QVERIFY(ended.out.contains("NOT all "));
    QCOMPARE(cli(line + QStringList{"--json"}).json()["passed"].toBool(true), false);
    EXPECT_STATUS(cli(line + QStringList{"--atol", "1"}), 0);
  }
  void toleranceOfNothingFails() {
    const Ended ended = cli({"verify", digits(), "--rtol", "0", "--atol", "0", "--inputs",
                             digits("digits_inputs.npz"), "--bisect"});
    EXPECT_STATUS(ended, 1);
    QVERIFY2(ended.out.contains("introduced by "), ended.out.constData());
  }
  void refusesExpectedOutputsOfAnotherModel() {
    const QString npz = m_directory.filePath("other.npz");
    QVERIFY(writeNpz(npz.toStdString(),
                     {{"scores", Tensor::allocate(ElementType::f32, {1, 10}).value()}})
                .isOk());
    const Ended ended = cli({"verify", digits(), "--expected", npz});
    EXPECT_STATUS(ended, 3);
    QVERIFY(ended.err.contains("no output \"scores\""));
  }
  // Rounded by a scale that a kernel of the cache has 1 % too large.
  void wrongScalesAreNoRounding() {
    constexpr float right = 0.0173F, wrong = 0.0173F * 1.01F;
    ModelMaker maker;
    std::vector<float> weights;
    for (int i = 0; i < 108; ++i) weights.push_back(static_cast<float>(i * 37 % 101) / 50 - 1);
    maker.input("x", {1, 3, 12, 12}).floats("w", {4, 3, 3, 3}, weights);
    maker.floats("s", {}, {right}).floats("t", {}, {0.004F});
    maker.node("Conv", {"x", "w"}, {"c"}).node("QuantizeLinear", {"c", "s"}, {"q"});
    maker.node("DequantizeLinear", {"q", "s"}, {"d"}).node("Tanh", {"d"}, {"a"});
    maker.node("QuantizeLinear", {"a", "t"}, {"r"});
    maker.node("DequantizeLinear", {"r", "t"}, {"y"}).output("y");
    const ScratchFolder folder;
    const QString model = QString::fromStdString(folder.write("q.onnx", maker.bytes()).string());
    const QTemporaryDir cache;
    const QStringList line = {"verify", model, "--bisect", "--json"};
    const QJsonObject before = cli(line, {}, cache.path()).json();
    QCOMPARE(before["passed"].toBool(), true);
    QCOMPARE(missing(before, {"quantised", "at_border"}), QString());
    QCOMPARE(before["quantised"].toInt(), 2 * 400);
    QVERIFY(before["at_border"].toInt() < 4);
    int changed = 0;
    for (const QString& name : QDir(cache.path()).entryList({"*.kernel"}))
      changed += changeKernel(cache.filePath(name), right, wrong);
    QVERIFY(changed > 0);
    const Ended after = cli(line, {}, cache.path());
    EXPECT_STATUS(after, 1);
    QVERIFY2(after.json()["culprit_pass"].toString().startsWith("code generation of conv"),
             after.out.constData());
  }
  // A kernel of the cache whose code multiplies by another number than the model says.
  void bisectionNamesTheKernel() {
    constexpr float right = 2.7182817F, wrong = 3.1415927F;
    ModelMaker maker;
    maker.input("x", {2, 64}).floats("c", {}, {right});
    maker.node("Softmax", {"x"}, {"s"}).node("Mul", {"s", "c"}, {"m"});
    maker.node("Softmax", {"m"}, {"y"}).output("y");
    const ScratchFolder folder;
    const QString model = QString::fromStdString(folder.write("m.onnx", maker.bytes()).string());
    const QTemporaryDir cache;
    const auto verify = [&] {
      return cli({"verify", model, "--bisect", "--no-fusion", "--json"}, {}, cache.path());
    };
    const Ended before = verify();
    EXPECT_STATUS(before, 0);
    QCOMPARE(before.json()["culprit_pass"].toString(), QString());
    int changed = 0;
    for (const QString& name : QDir(cache.path()).entryList({"*.kernel"}))
      changed += changeKernel(cache.filePath(name), right, wrong);
    QCOMPARE(changed, 1);
    const Ended after = verify();
    EXPECT_STATUS(after, 1);
    const QString culprit = after.json()["culprit_pass"].toString();
    QVERIFY2(culprit.startsWith("code generation of multiply") ||
                 culprit.startsWith("code generation of mul"),
             qPrintable(culprit));
  }
};
HEDDLE_TEST(VerifyCommand)

#include "verify_test.moc"
