// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModel>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTableView>

#include "tests/support/fake_session.h"
#include "tests/support/pictures.h"
#include "tests/support/test_main.h"
#include "views/profile/profile_panel.h"
#include "views/profile/timeline.h"

using namespace heddle;

namespace {

std::shared_ptr<const session::ProfileView> profileOf(uint32_t threads) {
  auto out = std::make_shared<session::ProfileView>();
  for (uint32_t t = 0; t < threads; ++t) out->events.push_back({0, GroupId{t + 1}, t, 0, 1000});
  return out;
}

}  // namespace

class TimelineTest : public QObject {
  Q_OBJECT
 private slots:
  void manyThreadsScroll() {
    auto control = std::make_shared<test::FakeControl>();
    views::WorkbenchContext context([control] { return std::make_unique<test::FakeSession>(control); });
    views::Timeline timeline(context);
    auto* bar = timeline.findChild<QScrollBar*>();
    timeline.setProfile(profileOf(2));
    const int two = timeline.minimumHeight();
    timeline.setProfile(profileOf(3));
    const int three = timeline.minimumHeight();
    QVERIFY(three > two);
    timeline.setProfile(profileOf(64));
    QCOMPARE(timeline.minimumHeight(), three);
    timeline.resize(600, three);
    timeline.show();
    QVERIFY(bar->isVisible());
    // A click finds the lane that was scrolled to.
    const QPoint at(200, 38);
    QTest::mouseClick(&timeline, Qt::LeftButton, Qt::NoModifier, at);
    QCOMPARE(context.selection().current().group, GroupId{1});
    bar->setValue(bar->maximum());
    QTest::mouseClick(&timeline, Qt::LeftButton, Qt::NoModifier, at);
    QVERIFY(context.selection().current().group.value > 55);
    QVERIFY(timeline.grab().save(heddle::test::pictureFile(QStringLiteral("timeline-64"))));
    timeline.setProfile(profileOf(2));
    timeline.resize(600, timeline.maximumHeight());
    QVERIFY(!bar->isVisible());
  }
  void aDragMarksASpan() {
    auto control = std::make_shared<test::FakeControl>();
    views::WorkbenchContext context([control] { return std::make_unique<test::FakeSession>(control); });
    views::ProfilePanel panel(context);
    panel.resize(900, 600);
    panel.show();
    context.open("/models/resnet_small.onnx");
    context.profile({});
    QTRY_VERIFY(context.snapshot() && context.snapshot()->profile);
    QTRY_VERIFY(context.engine().isIdle());
    views::Timeline* timeline = panel.timeline();
    const int all = panel.table()->model()->rowCount();
    const auto drag = [&](QPoint from, QPoint to, Qt::KeyboardModifiers keys) {
      QTest::mousePress(timeline, Qt::LeftButton, keys, from);
      for (const QPointF at : {QPointF((from + to) / 2), QPointF(to)}) {
        QMouseEvent move(QEvent::MouseMove, at, timeline->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, keys);
        QCoreApplication::sendEvent(timeline, &move);
      }
      QTest::mouseRelease(timeline, Qt::LeftButton, keys, to);
    };
    drag({120, 40}, {260, 44}, Qt::NoModifier);
    const auto marked = timeline->groupsInSpan();
    QVERIFY2(!marked.empty() && static_cast<int>(marked.size()) < all, qPrintable(QStringLiteral("%1 of %2, %3 to %4 of %5").arg(marked.size()).arg(all).arg(timeline->span().first).arg(timeline->span().second).arg(timeline->window().endNs)));
    QCOMPARE(panel.table()->model()->rowCount(), static_cast<int>(marked.size()));
    QCOMPARE(context.selection().things().size(), marked.size());   // the graph marks them too
    QVERIFY(panel.grab().save(heddle::test::pictureFile(QStringLiteral("timeline-span"))));
    QTest::keyClick(timeline, Qt::Key_Escape);
    QCOMPARE(panel.table()->model()->rowCount(), all);
    // With Shift it moves what is seen, and marks nothing.
    QTest::keyClick(timeline, Qt::Key_Plus);
    const auto before = timeline->window().beginNs;
    drag({260, 40}, {200, 40}, Qt::ShiftModifier);
    QVERIFY(timeline->window().beginNs > before);
    QVERIFY(timeline->groupsInSpan().empty());
  }
};
HEDDLE_TEST(TimelineTest)

#include "timeline_test.moc"
