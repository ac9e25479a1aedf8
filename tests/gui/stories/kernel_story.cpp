// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QTreeView>

#include "tests/gui/stories/story.h"
#include "views/ir/kernel_view.h"
#include "views/ir/text_pane.h"
#include "views/schedule/schedule_tree_view.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::views;

// Line 4: every form of a kernel, each line linked with its like in all the others and with its loop.
class KernelStory : public QObject {
  Q_OBJECT

  static void clickLine(TextPane* pane, int line) {
    const QPoint at = pane->pointOfLine(line);
    QTest::mouseClick(pane->surface(), Qt::LeftButton, Qt::NoModifier, at);
    QTest::qWait(30);
  }

 private slots:
  void aLineMarksItsLikeEverywhere() {
    for (const ThemeMode mode : {ThemeMode::light, ThemeMode::dark}) {
      Story story(mode);
      QVERIFY(story.open(Story::digits()));
      story.press(Qt::Key_2, Qt::ControlModifier);
      QVERIFY(story.settle());
      auto* panel = story.view<KernelPanel>();
      QComboBox* groups = nullptr;
      for (QComboBox* box : story.window().findChildren<QComboBox*>())
        if (box->accessibleName() == "Fused group") groups = box;
      QVERIFY(groups);
      groups->setFocus();
      while (groups->currentText() != "conv_relu_3" && groups->currentIndex() + 1 < groups->count())
        QTest::keyClick(groups, Qt::Key_Down);
      QVERIFY(story.settle());
      QVERIFY(panel->kernel());
      // Every form that the line names is there.
      QStringList forms;
      for (const auto& text : panel->kernel()->texts) forms << QString::fromStdString(text.title);
      for (const char* form : {"loops", "schedule", "llvm", "llvm optimised", "asm"})
        QVERIFY2(forms.contains(form), form);
      QVERIFY2(forms.filter("after ").size() >= 3, qPrintable(forms.join(' ')));
      // A click on the multiply-add of the program.
      panel->setColumns(3);
      QVERIFY(story.settle());
      TextPane* program = panel->panes().front();
      const auto areAllMarked = [&] {
        return std::all_of(panel->panes().begin(), panel->panes().end(),
                           [](TextPane* pane) { return !pane->markedLines().isEmpty(); });
      };
      // The border's products may be optimised away: one of the multiply-adds is left in every form.
      const QStringList lines = program->text().split('\n');
      for (int line = 0; line < lines.size() && !areAllMarked(); ++line)
        if (lines[line].contains("conv_sum[") && lines[line].contains(" + ") && lines[line].contains(" * "))
          clickLine(program, line);
      if (!areAllMarked()) story.save("kernel-unmarked");
      QVERIFY(areAllMarked());
      QVERIFY(panel->panes().back()->text().split('\n')[panel->panes().back()->markedLines().front()].contains('v'));
      auto* tree = story.view<ScheduleTreeView>();
      QVERIFY(tree->currentIndex().isValid());
      story.save(mode == ThemeMode::light ? "kernel-light" : "kernel-dark");
      // The other way round: an instruction marks the program.
      TextPane* assembly = panel->panes().back();
      const auto before = program->markedLines();
      clickLine(assembly, assembly->markedLines().back());
      QVERIFY(!program->markedLines().isEmpty());
      // And a loop of the tree marks all its lines.
      QVERIFY(Story::clickRow(tree, "kh"));
      for (TextPane* pane : panel->panes()) QVERIFY2(!pane->markedLines().isEmpty(), qPrintable(pane->title()));
      QVERIFY(program->markedLines() != before);
      story.save(mode == ThemeMode::light ? "kernel-loop-light" : "kernel-loop-dark");
    }
  }
};
HEDDLE_TEST(KernelStory)

#include "kernel_story.moc"
