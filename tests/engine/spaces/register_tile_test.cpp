// SPDX-License-Identifier: Apache-2.0
#include "engine/spaces/register_tile.h"

#include "tests/support/targets.h"
#include "tests/support/test_main.h"

using namespace heddle;
using test::targetOf;
using namespace heddle::spaces;

class RegisterTileTest : public QObject {
  Q_OBJECT
 private slots:
  void fitsTheRegisters() {
    for (const Target& target : {targetOf(512, 32), targetOf(256, 16), targetOf(128, 16)}) {
      for (int64_t columns : {1, 7, 13, 14, 56, 112}) {
        for (int64_t channels : {1, 3, 16, 24, 64, 255, 512}) {
          const RegisterTile t = chooseRegisterTile({7, columns, channels}, target);
          const int64_t lanes = target.floatLanes();
          const int64_t vectors = (t.channels + lanes - 1) / lanes;
          QVERIFY(t.rows >= 1 && t.columns >= 1 && t.channels >= 1);
          QVERIFY(t.rows * t.columns * vectors + vectors + 1 < target.vectorRegisters);
          QVERIFY(channels % t.channels == 0 || t.channels % lanes == 0);
        }
      }
    }
  }
  void prefersTilesWithoutRemainder() {
    QCOMPARE(56 % chooseRegisterTile({56, 56, 64}, targetOf(512, 32)).columns, int64_t{0});
    const RegisterTile t = chooseRegisterTile({7, 7, 512}, targetOf(512, 32));
    QCOMPARE(t.columns, int64_t{7});
  }
  void usesWholeVectors() {
    QCOMPARE(chooseRegisterTile({56, 56, 64}, targetOf(512, 32)).channels % 16, int64_t{0});
    QCOMPARE(chooseRegisterTile({56, 56, 24}, targetOf(512, 32)).channels % 8, int64_t{0});
  }
  void dividesGroups() {
    for (int64_t channels : {34, 68, 136, 107}) {
      const RegisterTile t = chooseRegisterTile({14, 14, channels, true}, targetOf(512, 32));
      QCOMPARE(channels % t.channels, int64_t{0});
    }
    // 8 of 16 lanes at the end cost less than 17 blocks of 8.
    QVERIFY(chooseRegisterTile({14, 14, 136}, targetOf(512, 32)).channels >= 32);
  }
  void dividesByTheLargestDivisor() {
    QCOMPARE(largestDivisor(1000, 256), int64_t{250});
    QCOMPARE(largestDivisor(13, 12), int64_t{1});
    QCOMPARE(largestDivisor(0, 5), int64_t{1});
  }
};
HEDDLE_TEST(RegisterTileTest)

#include "register_tile_test.moc"
