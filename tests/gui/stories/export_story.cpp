// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QDir>
#include <QGuiApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

#include "tests/gui/stories/story.h"
#include "views/export/export_dialog.h"

using namespace heddle;
using namespace heddle::test;

// Line 9: a module is written, and "saved" is said after a clean process has run it.
class ExportStory : public QObject {
  Q_OBJECT

  static QPushButton* button(QWidget* parent, const QString& text) {
    for (QPushButton* b : parent->findChildren<QPushButton*>())
      if (QString(b->text()).remove('&') == text && b->isVisible()) return b;
    return nullptr;
  }
  static QCheckBox* box(QWidget* parent, const QString& text) {
    for (QCheckBox* b : parent->findChildren<QCheckBox*>())
      if (QString(b->text()).remove('&').startsWith(text)) return b;
    return nullptr;
  }

 private slots:
  void aModuleIsSavedAndRehearsed() {
    Story story;
    QVERIFY(!story.window().actions().find("export_module")->isEnabled());
    QVERIFY(story.open(Story::digits()));
    story.press(Qt::Key_E, Qt::ControlModifier);
    auto* dialog = story.view<views::ExportDialog>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    dialog->folder()->setFocus();
    dialog->folder()->selectAll();
    QTest::keyClicks(dialog->folder(), story.path("out"));
    Story::click(box(dialog, "Static library"), QPoint(8, 8));
    Story::click(box(dialog, "Parameters"), QPoint(8, 8));
    Story::save(*dialog, "export-choice");
    QVERIFY(dialog->command().contains("--format so,a --separate-params"));
    Story::click(button(dialog, "Copy the command"));
    QCOMPARE(QGuiApplication::clipboard()->text(), dialog->command());
    QSignalSpy done(dialog, &views::ExportDialog::exported);
    Story::click(button(dialog, "Export"));
    Story::save(*dialog, "export-running");
    QVERIFY(done.wait(60000));
    QVERIFY(done.front().front().toBool());
    QVERIFY2(dialog->verdict().startsWith("Saved and rehearsed"), qPrintable(dialog->verdict()));
    QTest::qWait(50);
    Story::save(*dialog, "export-saved");
    for (const char* name : {"digits.so", "digits.a", "digits.params", "digits.h", "digits.json", "digits.pc",
                             "digitsConfig.cmake"})
      QVERIFY2(QFile::exists(story.path("out/") + name), name);
    QVERIFY(!QFile::exists(story.path("out/digits.o")));
    QVERIFY(dialog->findChild<QTreeWidget*>()->topLevelItemCount() >= 7);
    QVERIFY(story.context().commands().allText().contains("heddle export"));
  }
  void aFolderThatCannotBeWrittenIsNotSaved() {
    Story story(views::ThemeMode::dark);
    QVERIFY(story.open(Story::digits()));
    story.press(Qt::Key_E, Qt::ControlModifier);
    auto* dialog = story.view<views::ExportDialog>();
    QTRY_VERIFY(dialog->isVisible());
    dialog->folder()->clear();
    QVERIFY(!button(dialog, "Export")->isEnabled());
    dialog->folder()->setText("/proc/no-such-folder");
    QSignalSpy done(dialog, &views::ExportDialog::exported);
    QTest::keyClick(dialog->folder(), Qt::Key_Return);
    QVERIFY(done.wait(60000));
    QVERIFY(!done.front().front().toBool());
    QCOMPARE(dialog->verdict(), QString("Not saved"));
    Story::save(*dialog, "export-refused");
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!story.view<views::ExportDialog>());
  }
};
HEDDLE_TEST(ExportStory)

#include "export_story.moc"
