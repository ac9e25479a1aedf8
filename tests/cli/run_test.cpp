// heddle run: inputs and outputs of every kind, and builds of every kind that must agree.
// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class RunCommand : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;
  int m_files = 0;

  QString file(const QString& name) const { return m_directory.filePath(name); }
  // The outputs of a run of the digits on the bundled inputs.
  std::map<std::string, Tensor> outputs(const QStringList& options) {
    const QString npz = file(QString("outputs%1.npz").arg(m_files++));
    const Ended ended = cli(
        QStringList{"run", digits(), "--inputs", digits("digits_inputs.npz"), "--outputs", npz} +
        options);
    return ended.status == 0 ? arrays(npz) : std::map<std::string, Tensor>();
  }
  double error(const QStringList& options) {
    auto actual = outputs(options);
    if (!actual.count("probabilities")) return 1e9;
    return distance(actual["probabilities"],
                    arrays(digits("digits_expected.npz"))["probabilities"]);
  }

 private slots:
  void npzInAndOut() { QVERIFY(error({}) < 1e-5); }
  void everyLevelAgrees() {
    for (const char* level : {"0", "1", "2", "3"})
      QVERIFY2(error({"--opt-level", level}) < 1e-5, level);
  }
  void plainAndUnfusedBuildsAgree() {
    QVERIFY(error({"--no-schedule"}) < 1e-5);
    QVERIFY(error({"--no-fusion"}) < 1e-5);
    QVERIFY(error({"--disable-pass", "fold_batch_norm"}) < 1e-5);
  }
  void threadsAgree() {
    const auto one = outputs({"--threads", "1"}), two = outputs({"--threads", "2"});
    QVERIFY(one.count("probabilities") && two.count("probabilities"));
    QVERIFY(distance(one.at("probabilities"), two.at("probabilities")) < 1e-6);
  }
  void classifiesEveryPicture() {
    for (int digit = 0; digit < 10; ++digit)
      for (int number = 1; number <= 2; ++number) {
        const QString name = QString("images/%1_%2.png").arg(digit).arg(number);
        const Ended ended = cli({"run", digits(), "--image", digits(name), "--preset", "digits",
                                 "--labels", digits("labels.txt"), "--top", "3", "--json"});
        EXPECT_STATUS(ended, 0);
        const QJsonArray top = ended.json()["outputs"]["probabilities"]["top"].toArray();
        QCOMPARE(top.size(), 3);
        QCOMPARE(top[0]["index"].toInt(-1), digit);
        QCOMPARE(top[0]["label"].toString(), QString::number(digit));
        QVERIFY(top[0]["value"].toDouble() > 0.9);
        QVERIFY(top[0]["value"].toDouble() >= top[1]["value"].toDouble());
      }
  }
  void fillModesAndSeeds() {
    const auto bytes = [](const QStringList& options) {
      return cli(QStringList{"run", digits()} + options).out;
    };
    const QByteArray first = bytes({"--fill-mode", "random", "--seed", "1"});
    QVERIFY(first.startsWith("probabilities  f32[1,10]  mean "));
    QCOMPARE(bytes({"--seed", "1"}), first);
    QVERIFY(bytes({"--seed", "2"}) != first);
    QVERIFY(bytes({"--fill-mode", "zeros"}) != bytes({"--fill-mode", "ones"}));
    QCOMPARE(bytes({"--fill-mode", "zeros", "--seed", "1"}),
             bytes({"--fill-mode", "zeros", "--seed", "2"}));
    EXPECT_STATUS(cli({"run", digits(), "--fill-mode", "noise"}), 2);
  }
  void printsTheTime() {
    const Ended text =
        cli({"run", digits(), "--print-time", "--warmup", "1", "--number", "2", "--repeat", "3"});
    EXPECT_STATUS(text, 0);
    QVERIFY(text.out.contains("latency "));
    const QJsonObject latency =
        cli({"run", digits(), "--json", "--warmup", "1", "--number", "2", "--repeat", "3"})
            .json()["latency"]
            .toObject();
    QCOMPARE(missing(latency, {"median", "low", "high", "unit", "samples", "threads", "machine",
                               "protocol", "command"}),
             QString());
    QCOMPARE(latency["samples"].toArray().size(), 3);
    QCOMPARE(latency["unit"].toString(), QString("ms"));
    QVERIFY(latency["low"].toDouble() <= latency["median"].toDouble());
  }
  void refusesArraysThatDoNotFit() {
    const auto refused = [&](const std::map<std::string, Tensor>& given, const char* message) {
      const QString npz = file("given.npz");
      QVERIFY(writeNpz(npz.toStdString(), given).isOk());
      const Ended ended = cli({"run", digits(), "--inputs", npz});
      QVERIFY2(ended.status == 2 || ended.status == 3, ended.err.constData());
      QCOMPARE(ended.err.count('\n'), 1);
      QVERIFY2(ended.err.contains(message), ended.err.constData());
    };
    refused({{"picture", Tensor::allocate(ElementType::f32, {1, 1, 8, 8}).value()}},
            "no input \"picture\"");
    refused({{"image", Tensor::allocate(ElementType::f32, {1, 8, 8}).value()}}, "dimensions");
    refused({{"image", Tensor::allocate(ElementType::f64, {1, 1, 8, 8}).value()}},
            "must be f32[1,1,8,8]");
    refused({{"image", Tensor::allocate(ElementType::f32, {1, 1, 9, 8}).value()}}, "is 8, not 9");
  }
  void refusesFilesThatCannotBeRead() {
    EXPECT_STATUS(cli({"run", digits(), "--inputs", file("missing.npz")}), 3);
    EXPECT_STATUS(cli({"run", digits(), "--inputs", digits("labels.txt")}), 3);
    EXPECT_STATUS(cli({"run", digits(), "--image", digits("labels.txt")}), 3);
    EXPECT_STATUS(cli({"run", digits(), "--labels", file("missing.txt"), "--top", "1"}), 3);
    const Ended preset =
        cli({"run", digits(), "--image", digits("images/0_1.png"), "--preset", "nope"});
    EXPECT_STATUS(preset, 2);
    QVERIFY(preset.err.contains("imagenet"));
    const Ended write = cli({"run", digits(), "--outputs", file("no/such/folder/o.npz")});
    QVERIFY(write.status == 3 && write.err.contains("no/such/folder"));
  }
  void asksForOpenShapes() {
    ModelMaker maker;
    maker.input("x", {0, 3, 0, 0}).node("Relu", {"x"}, {"y"}).output("y");
    const char* const dims[] = {"n", "", "h", "w"};
    auto* shape = maker.model.mutable_graph()
                      ->mutable_input(0)
                      ->mutable_type()
                      ->mutable_tensor_type()
                      ->mutable_shape();
    for (int i : {0, 2, 3}) shape->mutable_dim(i)->set_dim_param(dims[i]);
    const ScratchFolder folder;
    const QString model = QString::fromStdString(folder.write("open.onnx", maker.bytes()).string());
    for (const char* command : {"run", "verify", "profile", "compile"}) {
      const Ended ended = cli({command, model});
      EXPECT_STATUS(ended, 2);
      QVERIFY2(ended.err.contains("--input-shapes \"x:[1,3,224,224]\""), ended.err.constData());
    }
    EXPECT_STATUS(cli({"print", model, "--stage", "loops"}), 2);
    const Ended given = cli({"run", model, "--input-shapes", "x:[2,3,5,7]"});
    EXPECT_STATUS(given, 0);
    QVERIFY(given.out.startsWith("y  f32[2,3,5,7]"));
    EXPECT_STATUS(cli({"inspect", model}), 0);
  }
  void arraysWithoutNamesAreForTheOnlyInput() {
    ModelMaker maker;
    maker.input("a", {2, 3}).input("b", {2, 3}).node("Sub", {"a", "b"}, {"y"}).output("y");
    const ScratchFolder folder;
    const QString two = QString::fromStdString(folder.write("two.onnx", maker.bytes()).string());
    Tensor ones = Tensor::allocate(ElementType::f32, {2, 3}).value();
    for (int64_t i = 0; i < 6; ++i) ones.setFromDouble(i, 1);
    const QString npy = file("ones.npy"), out = file("sub.npz");
    QVERIFY(writeNpy(npy.toStdString(), ones).isOk());
    const Ended unclear = cli({"run", two, "--inputs", npy});
    EXPECT_STATUS(unclear, 2);
    QVERIFY2(unclear.err.contains("2 inputs: a, b") && unclear.err.contains("NAME=FILE.npy"),
             unclear.err.constData());
    EXPECT_STATUS(cli({"run", two, "--fill-mode", "zeros", "--inputs", "b=" + npy, "--outputs", out}),
                  0);
    QCOMPARE(arrays(out).at("y").valueAsDouble(5), -1.0);
    EXPECT_STATUS(cli({"run", two, "--inputs", "a=" + npy, "--inputs", "b=" + npy, "--outputs", out}),
                  0);
    QCOMPARE(arrays(out).at("y").valueAsDouble(5), 0.0);
    EXPECT_STATUS(cli({"run", two, "--inputs", "a=" + npy, "--inputs", "a=" + npy}), 2);
    EXPECT_STATUS(cli({"run", two, "--inputs", "c=" + npy}), 2);
    const QString image = file("image.npy");
    QVERIFY(writeNpy(image.toStdString(),
                     arrays(digits("digits_inputs.npz")).begin()->second)
                .isOk());
    EXPECT_STATUS(cli({"run", digits(), "--input-shapes",
                       QString::fromStdString("image:" + text(arrays(digits("digits_inputs.npz")).begin()->second.extents())),
                       "--inputs", image}),
                  0);
  }
};
HEDDLE_TEST(RunCommand)

#include "run_test.moc"
