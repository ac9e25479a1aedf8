// docs/primitives.md is made from primitives.def and the heads of the primitives' files; this test
// keeps it up to date (HEDDLE_UPDATE_GOLDEN=1 writes it).
// SPDX-License-Identifier: Apache-2.0
#include <QFileInfo>
#include <set>

#include "engine/schedule/docs.h"
#include "engine/schedule/primitive.h"
#include "tests/engine/schedule/refusals/refusals.h"
#include "tests/engine/schedule/traces.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::schedule;

namespace {

std::string argumentsText(const PrimitiveSpec& spec) {
  std::string out;
  for (const ArgumentSpec& a : spec.arguments) {
    out += (out.empty() ? "" : ", ") + std::string(a.name) + ": " + std::string(name(a.kind)) +
           (a.isOptional ? "?" : "");
  }
  return out;
}

int refusalsOf(std::string_view primitive) {
  int count = 0;
  for (const auto& row : refusals::all())
    count += std::string_view(row.code).starts_with(std::string(primitive) + ".");
  return count;
}

int tracesWith(std::string_view primitive) {
  int count = 0;
  for (const auto& row : traces::all()) {
    bool isUsed = false;
    const Trace trace = parseTrace(row.trace).value();
    for (const Step& s : trace.steps) isUsed |= s.primitive == primitive;
    count += isUsed;
  }
  return count;
}

std::string tableRow(const PrimitiveSpec& spec) {
  const std::string name(spec.name);
  return "| [" + name + "](#" + name + ") | " + argumentsText(spec) + " | " +
         std::string(spec.tooltip) + " | " + std::to_string(docsOf(name).requirements.size()) +
         " | [" + name + ".txt](../tests/golden/schedule/" + name + ".txt), " +
         std::to_string(tracesWith(name)) + " traces, " + std::to_string(refusalsOf(name)) +
         " refusals |\n";
}

std::string section(const PrimitiveSpec& spec) {
  const std::string name(spec.name);
  const PrimitiveDocs docs = docsOf(name);
  std::string out =
      "\n## " + name + "\n" + docs.summary + "\n\n`" + name + "(" + argumentsText(spec) + ")`\n";
  if (!docs.before.empty())
    out += std::string("\n") + (docs.after.empty() ? "" : "Before:\n") + "```\n" + docs.before +
           "```\n";
  if (!docs.after.empty()) out += "After:\n```\n" + docs.after + "```\n";
  if (!docs.notes.empty()) out += "\n" + docs.notes + "\n";
  out += "\nRequirements:\n\n";
  for (const Requirement& r : docs.requirements) {
    out += std::to_string(r.number) + ". ";
    for (size_t i = 0; i < r.names.size(); ++i) out += (i ? ", `" : "`") + r.names[i] + "`";
    out += ": " + r.text + "\n";
  }
  return out;
}

std::string document() {
  std::string out =
      "# Primitives of schedules\n\n"
      "Made from `engine/schedule/primitives.def` and the heads of `engine/schedule/primitives/`; "
      "do not edit.\nThe tests: a golden text before and after, traces that run through the "
      "interpreter and LLVM, and steps that are refused,\neach with its counter-example and the "
      "nearest legal alternative. All of them take part in 2,000 random sequences on 20\n"
      "workloads (`tests/programs`).\n\n"
      "| Primitive | Arguments | What it does | Requirements | Tests |\n|---|---|---|---|---|\n";
  for (const PrimitiveSpec& spec : primitives()) out += tableRow(spec);
  for (const PrimitiveSpec& spec : primitives()) out += section(spec);
  return out;
}

}  // namespace

class DocsTest : public QObject {
  Q_OBJECT
 private slots:
  void everyPrimitiveIsDocumented() {
    for (const PrimitiveSpec& spec : primitives()) {
      const PrimitiveDocs docs = docsOf(spec.name);
      const std::string name(spec.name);
      QVERIFY2(docs.summary.ends_with(".") && docs.summary.size() > 20, name.c_str());
      QVERIFY2(!docs.before.empty(), name.c_str());
      QVERIFY2(!docs.after.empty() || name.starts_with("sample_"), name.c_str());
      QVERIFY2(!docs.requirements.empty(), name.c_str());
      for (size_t i = 0; i < docs.requirements.size(); ++i)
        QCOMPARE(docs.requirements[i].number, static_cast<int>(i) + 1);
      QVERIFY2(refusalsOf(name) > 0 && tracesWith(name) > 0, name.c_str());
      QVERIFY2(QFileInfo::exists(QString("%1/tests/golden/schedule/%2.txt")
                                     .arg(HEDDLE_SOURCE_DIR, QString::fromStdString(name))),
               name.c_str());
    }
    QVERIFY(primitives().size() >= 35);
  }
  void readsBothColumns() {
    const PrimitiveDocs docs = docsOf("vectorize");
    QCOMPARE(docs.before, std::string("for i in range(16):\n  block b(v: 16 = i):\n    ...\n"));
    QCOMPARE(docs.after, std::string("for i in vectorized(16):\n  block b(v: 16 = i):\n    ...\n"));
  }
  void findsTheRequirementOfACode() {
    QCOMPARE(requirementText("schedule.vectorize.extent"),
             std::string("3. extent: its extent is a constant from 1 to 256."));
    QVERIFY(requirementText("schedule.vectorize.race").starts_with("5. race: "));
    QCOMPARE(requirementText("schedule.vectorize.arguments"), std::string());
    QCOMPARE(requirementText("import.model"), std::string());
    QVERIFY(docsOf("polish").summary.empty());
  }
  // Every refusal that the tests provoke names a requirement that is written down.
  void everyRefusalHasItsRequirement() {
    static const std::set<std::string> ofEveryStep = {"arguments", "results", "value"};
    for (const auto& row : refusals::all()) {
      const std::string code = row.code;
      if (ofEveryStep.count(code.substr(code.find('.') + 1))) continue;
      QVERIFY2(!requirementText("schedule." + code).empty(), row.code);
    }
  }
  void theTableIsUpToDate() {
    const QString path = QString("%1/docs/primitives.md").arg(HEDDLE_SOURCE_DIR);
    const QByteArray wanted = QByteArray::fromStdString(document());
    QFile file(path);
    if (qEnvironmentVariableIsSet("HEDDLE_UPDATE_GOLDEN")) {
      QVERIFY(QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly));
      file.write(wanted);
      return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly),
             "docs/primitives.md: HEDDLE_UPDATE_GOLDEN=1 writes it");
    QVERIFY2(file.readAll() == wanted,
             "docs/primitives.md is old: HEDDLE_UPDATE_GOLDEN=1 writes it");
  }
};
HEDDLE_TEST(DocsTest)

#include "docs_test.moc"
