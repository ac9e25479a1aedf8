// heddle inspect and heddle explain.
// SPDX-License-Identifier: Apache-2.0
#include <QFileInfo>
#include <QTemporaryDir>

#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle::test;

class InspectCommand : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

 private slots:
  void summarises() {
    const Ended ended = cli({"inspect", digits()});
    EXPECT_STATUS(ended, 0);
    QCOMPARE(ended.err, QByteArray());
    for (const char* line :
         {"producer    train_digits.py\n", "IR version  8, opsets ai.onnx 17\n", "nodes       14\n",
          "parameters  15,578 (60.9 KiB)\n", "input       image  f32[N,1,8,8]\n",
          "output      probabilities  f32[N,10]\n"})
      QVERIFY2(ended.out.contains(line), line);
  }
  void hasDocumentedKeys() {
    const Ended ended = cli({"inspect", digits(), "--nodes", "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject object = ended.json();
    QCOMPARE(missing(object, {"file", "hash", "producer", "graph", "ir_version", "opsets", "inputs",
                              "outputs", "parameters", "parameter_bytes", "file_bytes", "flops",
                              "operators", "symbols", "supported", "problems", "nodes"}),
             QString());
    QCOMPARE(object["parameters"].toInt(), 15578);
    QCOMPARE(object["file_bytes"].toInt(), static_cast<int>(QFileInfo(digits()).size()));
    QCOMPARE(object["operators"].toObject()["Conv"].toInt(), 3);
    QCOMPARE(object["supported"].toBool(), true);
    const QJsonArray nodes = object["nodes"].toArray();
    QCOMPARE(nodes.size(), 14);
    for (const QJsonValue& node : nodes) {
      QCOMPARE(missing(node.toObject(),
                       {"index", "operator", "name", "type", "how", "inputs", "outputs"}),
               QString());
      QCOMPARE(node["problem"].toString(), QString());
      QVERIFY(node["type"].toString().startsWith("f32["));
    }
  }
  void reportsEveryRefusedNodeOnce() {
    ModelMaker maker;
    maker.input("x", {2}).node("NoSuchOperator", {"x"}, {"a"}).node("Relu", {"a"}, {"b"});
    maker.node("Invented", {"b"}, {"y"}, "my.domain").domain("my.domain", 1).output("y");
    const auto model = ScratchFolder();
    const auto file = model.write("refused.onnx", maker.bytes());
    for (const QStringList& more : {QStringList(), QStringList{"--nodes"}}) {
      const Ended ended = cli(QStringList{"inspect", QString::fromStdString(file.string())} + more);
      EXPECT_STATUS(ended, 3);
      QCOMPARE(ended.err.count("NoSuchOperator: "), 1);
      QCOMPARE(ended.err.count("Invented: "), 1);
      QVERIFY(!ended.err.contains("Relu: "));
      QVERIFY(ended.out.contains("nodes       3\n"));
    }
    const Ended ended = cli({"inspect", QString::fromStdString(file.string()), "--json"});
    EXPECT_STATUS(ended, 3);
    QCOMPARE(ended.json()["supported"].toBool(true), false);
  }
  void measuresNothing() {
    const QTemporaryDir cache;
    EXPECT_STATUS(cli({"inspect", digits()}, {}, cache.path()), 0);
    QVERIFY(!QFileInfo::exists(cache.filePath("machine_facts.txt")));
    EXPECT_STATUS(cli({"explain", digits()}, {}, cache.path()), 0);
    QVERIFY(QFileInfo::exists(cache.filePath("machine_facts.txt")));
  }
  void explainsGroupsAndEdges() {
    const Ended ended = cli({"explain", digits(), "--json"});
    EXPECT_STATUS(ended, 0);
    const QJsonObject object = ended.json();
    QCOMPARE(missing(object, {"groups", "edges", "passes"}), QString());
    const QJsonArray groups = object["groups"].toArray(), edges = object["edges"].toArray();
    QVERIFY(groups.size() >= 8 && groups.size() < 14);
    int fused = 0;
    for (const QJsonValue& edge : edges) {
      QCOMPARE(missing(edge.toObject(), {"producer", "consumer", "fused", "rule", "phase", "reason",
                                         "blocker", "overridden", "predicted_delta_milliseconds"}),
               QString());
      QVERIFY(!edge["rule"].toString().isEmpty() && !edge["reason"].toString().isEmpty());
      fused += edge["fused"].toBool() ? 1 : 0;
    }
    QVERIFY(fused >= 3 && fused < edges.size());
  }
  void explainsOneEdge() {
    const Ended fused = cli({"explain", digits(), "--edge", "conv1", "relu1"});
    EXPECT_STATUS(fused, 0);
    QVERIFY2(fused.out.startsWith("conv1 -> relu1: fused, "), fused.out.constData());
    const Ended apart = cli({"explain", digits(), "--edge", "relu1", "conv2", "--json"});
    EXPECT_STATUS(apart, 0);
    QCOMPARE(apart.json()["fused"].toBool(true), false);
    QCOMPARE(apart.json()["blocker"].toString(), QString("conv2"));
    const Ended none = cli({"explain", digits(), "--edge", "conv1", "conv3"});
    EXPECT_STATUS(none, 2);
    QVERIFY(none.err.contains("no edge leads from \"conv1\" to \"conv3\""));
  }
};
HEDDLE_TEST(InspectCommand)

#include "inspect_test.moc"
