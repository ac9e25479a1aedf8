// SPDX-License-Identifier: Apache-2.0
#include "engine/session/preprocess.h"

#include <QTemporaryDir>
#include <QtGui/QImage>
#include <cmath>

#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::session;

class PreprocessTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  std::string save(const QImage& image, const char* name) {
    const QString path = m_directory.filePath(name);
    image.save(path);
    return path.toStdString();
  }
  static TensorType nchw(int64_t c, int64_t h, int64_t w) { return {ElementType::f32, {1, c, h, w}}; }

 private slots:
  void keepsPixelsWhereSizesAgree() {
    QImage image(3, 2, QImage::Format_RGB888);
    for (int y = 0; y < 2; ++y)
      for (int x = 0; x < 3; ++x) image.setPixel(x, y, qRgb(10 * x, 20 * y, 200));
    const Tensor t = imageToTensor(save(image, "a.png"), "raw", nchw(3, 2, 3)).value();
    for (int y = 0; y < 2; ++y)
      for (int x = 0; x < 3; ++x) {
        QCOMPARE(t.valueAsDouble(y * 3 + x), 10.0 * x);
        QCOMPARE(t.valueAsDouble(6 + y * 3 + x), 20.0 * y);
        QCOMPARE(t.valueAsDouble(12 + y * 3 + x), 200.0);
      }
    const Tensor bgr = imageToTensor(save(image, "a.png"), "yolox", nchw(3, 2, 3)).value();
    QCOMPARE(bgr.valueAsDouble(0), 200.0);
  }
  void normalisesAndCrops() {
    QImage image(400, 300, QImage::Format_RGB888);
    image.fill(qRgb(255, 0, 127));
    const Tensor t = imageToTensor(save(image, "b.png"), "imagenet", nchw(3, 224, 224)).value();
    QVERIFY(std::fabs(t.valueAsDouble(0) - (1 - 0.485) / 0.229) < 1e-4);
    QVERIFY(std::fabs(t.valueAsDouble(224 * 224) + 0.456 / 0.224) < 1e-4);
    const TensorType last{ElementType::u8, {1, 30, 40, 3}};
    QCOMPARE(imageToTensor(save(image, "b.png"), "raw", last).value().valueAsDouble(2), 127.0);
  }
  void refusesWithReasons() {
    QImage image(4, 4, QImage::Format_RGB888);
    image.fill(0);
    const std::string file = save(image, "c.png");
    QCOMPARE(imageToTensor(file, "nope", nchw(3, 4, 4)).error().code, std::string("preprocess.preset"));
    QCOMPARE(imageToTensor(file, "raw", nchw(5, 4, 4)).error().code, std::string("preprocess.type"));
    QCOMPARE(imageToTensor(file, "raw", {ElementType::f32, {1, 10}}).error().code, std::string("preprocess.type"));
    QCOMPARE(imageToTensor("/no/such.png", "raw", nchw(3, 4, 4)).error().code, std::string("preprocess.file"));
    QFile text(m_directory.filePath("d.png"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("not an image");
    text.close();
    QCOMPARE(imageToTensor(text.fileName().toStdString(), "raw", nchw(3, 4, 4)).error().code, std::string("preprocess.file"));
  }
};
HEDDLE_TEST(PreprocessTest)

#include "preprocess_test.moc"
