// SPDX-License-Identifier: GPL-3.0-or-later
#include <QScrollBar>

#include "tests/support/fake_session.h"
#include "tests/support/test_main.h"
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
    QVERIFY(timeline.grab().save(QStringLiteral(HEDDLE_BINARY_DIR "/pictures/timeline-64.png")));
    timeline.setProfile(profileOf(2));
    timeline.resize(600, timeline.maximumHeight());
    QVERIFY(!bar->isVisible());
  }
};
HEDDLE_TEST(TimelineTest)

#include "timeline_test.moc"
