// SPDX-License-Identifier: Apache-2.0
#include "engine/build/object_cache.h"

#include <QFile>
#include <QTemporaryDir>

#include "tests/support/test_main.h"

using namespace heddle;

class ObjectCacheTest : public QObject {
  Q_OBJECT
  static codegen::KernelCode sample() {
    codegen::KernelCode code;
    for (int i = 0; i < 300; ++i) code.object.push_back(static_cast<std::byte>(i));
    code.symbols = {"hk_1_k0", "hk_1_k1"};
    code.requiredFeatures = "avx2,fma";
    return code;
  }

 private slots:
  void givesBackWhatWasStored() {
    const QTemporaryDir directory;
    const build::ObjectCache cache(directory.path().toStdString());
    QVERIFY(!cache.find("key"));
    cache.store("key", sample());
    const auto found = cache.find("key");
    QVERIFY(found.has_value());
    QVERIFY(found->object == sample().object);
    QVERIFY(found->symbols == sample().symbols);
    QCOMPARE(found->requiredFeatures, sample().requiredFeatures);
  }
  void damagedFilesCountAsAbsent() {
    const QTemporaryDir directory;
    const build::ObjectCache cache(directory.path().toStdString());
    cache.store("key", sample());
    const QString path = directory.filePath("key.kernel");
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray whole = file.readAll();
    for (int at = 0; at < whole.size(); at += 7) {
      QByteArray damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
      file.resize(0);
      file.seek(0);
      file.write(damaged);
      file.flush();
      QVERIFY2(!cache.find("key"), qPrintable(QString("byte %1").arg(at)));
    }
    for (int length = 0; length < whole.size(); length += 11) {
      file.resize(0);
      file.seek(0);
      file.write(whole.left(length));
      file.flush();
      QVERIFY(!cache.find("key"));
    }
  }
  void withoutADirectoryCachesNothing() {
    const build::ObjectCache cache("");
    cache.store("key", sample());
    QVERIFY(!cache.find("key"));
  }
};
HEDDLE_TEST(ObjectCacheTest)

#include "object_cache_test.moc"
