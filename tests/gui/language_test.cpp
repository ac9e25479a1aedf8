// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFontDatabase>
#include <QRawFont>
#include <QTextLayout>
#include <QXmlStreamReader>

#include "app/main_window.h"
#include "app/translations.h"
#include "tests/support/fake_session.h"
#include "tests/support/pictures.h"
#include "tests/support/test_main.h"
#include "views/common/theme.h"

using namespace heddle;

namespace {

struct Message {
  QString context, source;
  QStringList translations;
  bool isFinished = true;
};

std::vector<Message> messagesOf(const QString& language) {
  QFile file(QStringLiteral(HEDDLE_SOURCE_DIR "/resources/translations/heddle_%1.ts").arg(language));
  std::vector<Message> out;
  if (!file.open(QIODevice::ReadOnly)) return out;
  QXmlStreamReader xml(&file);
  QString context;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == u"name") context = xml.readElementText();
    if (xml.name() == u"source") out.push_back({context, xml.readElementText(), {}, true});
    if (xml.name() == u"numerusform") out.back().translations << xml.readElementText();
    if (xml.name() != u"translation") continue;
    out.back().isFinished = !xml.attributes().hasAttribute(QStringLiteral("type"));
    const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
    if (!text.isEmpty()) out.back().translations << text;
  }
  return out;
}

// The glyphs that a font with its fall-backs has for `text`; a box is index 0.
QString missingGlyphs(const QString& text, const QFont& font) {
  QTextLayout layout(text, font);
  layout.beginLayout();
  layout.createLine();
  layout.endLayout();
  for (const QGlyphRun& run : layout.glyphRuns())
    for (const quint32 glyph : run.glyphIndexes())
      if (glyph == 0) return text;
  return {};
}

}  // namespace

class LanguageTest : public QObject {
  Q_OBJECT
 private slots:
  void chineseIsComplete() {
    const auto messages = messagesOf("zh_CN");
    QVERIFY(messages.size() > 300);
    for (const Message& m : messages) {
      QVERIFY2(m.isFinished && !m.translations.isEmpty(), qPrintable(m.context + ": " + m.source));
      for (const QString& text : m.translations)
        for (int i = 1; i <= 6; ++i)
          QVERIFY2(text.count(QStringLiteral("%%1").arg(i)) == m.source.count(QStringLiteral("%%1").arg(i)),
                   qPrintable(m.source));
    }
  }
  void englishHasItsPlurals() {
    const auto messages = messagesOf("en");
    QVERIFY(!messages.empty());
    for (const Message& m : messages)
      QVERIFY2(m.isFinished && !m.translations.isEmpty(), qPrintable(m.source));
  }
  void everyGlyphIsThere() {
    // From scripts/run: fonts-dejavu-core and fonts-wqy-microhei.
    for (const QFont& font : {QFontDatabase::systemFont(QFontDatabase::GeneralFont), views::codeFont()}) {
      for (const Message& m : messagesOf("zh_CN")) {
        const QStringList texts = m.translations + QStringList{m.source};
        for (const QString& text : texts)
          QVERIFY2(missingGlyphs(QString(text).remove('\n'), font).isEmpty(), qPrintable(text));
      }
      QCOMPARE(missingGlyphs(QStringLiteral("4.31\u2009ms \u00b10.2 \u00b5s \u2026 \u2192 \u2190 \u2212 \u221e"), font),
               QString());
    }
  }
  void aWindowInChinese() {
    app::installTranslations("zh_CN");
    views::applyTheme(*qApp, views::ThemeMode::light);
    auto control = std::make_shared<test::FakeControl>();
    views::WorkbenchContext context([control] { return std::make_unique<test::FakeSession>(control); });
    app::MainWindow window(context, {});
    window.show();
    QCOMPARE(window.actions().find("compile")->text(), QString::fromUtf8("编译(&C)"));
    context.open("/models/a.onnx");
    QTRY_VERIFY(context.snapshot() != nullptr);
    QTest::qWait(300);
    QVERIFY(window.grab().save(heddle::test::pictureFile(QStringLiteral("window-chinese"))));
  }
};
HEDDLE_TEST(LanguageTest)

#include "language_test.moc"
