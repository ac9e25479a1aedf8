// SPDX-License-Identifier: Apache-2.0
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cmath>

#include "profiler/io/chrome_trace.h"
#include "profiler/io/csv.h"
#include "tests/profiler/sample_trace.h"
#include "tests/support/golden.h"
#include "tests/support/test_main.h"

using namespace heddle::profiler;
using heddle::test::compareWithGolden;
using heddle::test::sampleTrace;

class IoTest : public QObject {
  Q_OBJECT
 private slots:
  void chromeTraceIsAsItWas() {
    const std::string difference =
        compareWithGolden("profiler/sample.trace.json", chromeTrace(sampleTrace()));
    QVERIFY2(difference.empty(), difference.c_str());
  }
  void chromeTraceIsJson() {
    Trace trace = sampleTrace();
    trace.title = "bad \xff bytes\n";
    trace.stepCounters = {{{"cycles", 5, ""}}, {{"cycles", 0, "why \"not\""}}, {}};
    QJsonParseError error;
    const auto document =
        QJsonDocument::fromJson(QByteArray::fromStdString(chromeTrace(trace)), &error);
    QVERIFY2(!document.isNull(), qPrintable(error.errorString()));
    const QJsonArray events = document["traceEvents"].toArray();
    QCOMPARE(events.size(), 4 + 2 + 10);
    QCOMPARE(document["otherData"]["counters"]["cycles"].toString(),
             QString("n/a: perf_event_open: No such file or directory"));
    QCOMPARE(events[6]["dur"].toDouble(), 4.0);
  }
  void csvIsAsItWas() {
    const std::vector<std::vector<Counter>> counters = {
        {{"cycles", 1234, ""}, {"cache-misses", 0, "no"}}, {}};
    const std::string difference =
        compareWithGolden("profiler/summary.csv", summaryCsv(summarise(sampleTrace()), counters));
    QVERIFY2(difference.empty(), difference.c_str());
  }
  void csvQuotesAndGuards() {
    const std::vector<std::string> header = {"a", "b"};
    const std::vector<std::vector<CsvCell>> rows = {
        {std::string("plain"), 0.1},
        {std::string("with \"quotes\", comma"), int64_t{-3}},
        {std::string("=1+1"), std::nan("")},
        {std::string("@x,y"), -2.5},
        {std::string("line\r\nbreak"), 1e300}};
    QCOMPARE(toCsv(header, rows),
             std::string("a,b\r\nplain,0.1\r\n\"with \"\"quotes\"\", comma\",-3\r\n'=1+1,\r\n"
                         "\"'@x,y\",-2.5\r\n\"line\r\nbreak\",1e+300\r\n"));
  }
};
HEDDLE_TEST(IoTest)

#include "io_test.moc"
