// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/table.h"

#include <set>
#include <tuple>

#include "tests/support/test_main.h"

using namespace heddle;
using import::findRow;
using import::Miss;

class TableTest : public QObject {
  Q_OBJECT
 private slots:
  void picksTheLargestVersionNotAboveTheOpset() {
    QCOMPARE(findRow("", "Clip", 6).row->since, int64_t{1});
    QCOMPARE(findRow("", "Clip", 10).row->since, int64_t{1});
    QCOMPARE(findRow("", "Clip", 11).row->since, int64_t{11});
    QCOMPARE(findRow("", "Clip", 27).row->since, int64_t{11});
    QCOMPARE(findRow("", "Upsample", 8).row->since, int64_t{7});
  }
  void knowsOneDomainByTwoNames() {
    QCOMPARE(findRow("ai.onnx", "Add", 13).row, findRow("", "Add", 13).row);
  }
  void tellsWhyThereIsNoRow() {
    QCOMPARE(findRow("", "Gelu", 19).miss, Miss::version);
    QCOMPARE(findRow("", "Gelu", 19).firstSince, int64_t{20});
    QCOMPARE(findRow("", "Nothing", 19).miss, Miss::name);
    QCOMPARE(findRow("org.example", "Add", 19).miss, Miss::domain);
  }
  void keepsDomainsApart() {
    QCOMPARE(findRow("com.microsoft", "Add", 1).miss, Miss::name);
    QVERIFY(findRow("com.microsoft", "QLinearAdd", 1).row != nullptr);
  }
  void hasNoLineTwice() {
    using Key = std::tuple<std::string, std::string, int64_t>;
    std::set<Key> keys;
    size_t lines = 0;
#define HEDDLE_ONNX(domain, name, since, handler, kind) \
  keys.insert(Key{domain, #name, since}), ++lines;
#define HEDDLE_ONNX_REFUSED(domain, name, since, reason) \
  keys.insert(Key{domain, #name, since}), ++lines;
#include "engine/import/onnx/handlers.def"
#undef HEDDLE_ONNX
#undef HEDDLE_ONNX_REFUSED
    QCOMPARE(keys.size(), lines);
    QVERIFY(lines > 230);
  }
};
HEDDLE_TEST(TableTest)

#include "table_test.moc"
