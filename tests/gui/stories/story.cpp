// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/stories/story.h"
#include "tests/support/pictures.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QThreadPool>
#include <QTimer>
#include <fstream>

#include "app/translations.h"

namespace heddle::test {

Story::Story(views::ThemeMode mode) {
  QCoreApplication::setOrganizationName("heddle");
  QCoreApplication::setApplicationName("heddle-stories");
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_dir.path());
  QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  static const bool isTranslated = (app::installTranslations("en"), true);   // for plural forms
  Q_UNUSED(isTranslated)
  views::applyTheme(*qApp, mode);
  start();
}

Story::~Story() {
  m_window.reset();
  m_context.reset();
}

void Story::start() {
  session::Session::Settings settings;
  const QString bin = qEnvironmentVariable("HEDDLE_BIN", QStringLiteral(HEDDLE_BINARY_DIR "/bin"));
  settings.workspaceFile = path("workspace.db").toStdString();
  settings.cacheDir = path("cache").toStdString();
  settings.runnerPath = (bin + "/heddle-runner").toStdString();
  settings.runtimeDir = (bin + "/../lib").toStdString();
  m_context = std::make_unique<views::WorkbenchContext>([settings] { return views::makeEngineSession(settings); });
  m_window = std::make_unique<app::MainWindow>(*m_context, QStringList{digits()});
  m_window->show();
  QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void Story::restart() {
  m_window->close();
  settle();
  m_window.reset();
  m_context.reset();
  start();
}

bool Story::settle() {
  int quiet = 0;
  return QTest::qWaitFor(
      [&] {
        const bool isQuiet = m_context->engine().isIdle() && m_context->jobs().unfinishedCount() == 0 &&
                             QThreadPool::globalInstance()->activeThreadCount() == 0;
        quiet = isQuiet ? quiet + 1 : 0;
        return quiet > 4;
      },
      60000);
}

bool Story::open(const QString& file) {
  m_context->open(file);
  return settle() && m_context->snapshot() && m_context->file() == file;
}

QString Story::digits() { return QStringLiteral(HEDDLE_SOURCE_DIR "/samples/digits/digits.onnx"); }

QString Story::write(const samples::Network& network, const QString& name) const {
  std::ofstream out(path(name).toStdString(), std::ios::binary);
  return network.model().SerializeToOstream(&out) ? path(name) : QString();
}

void Story::press(int key, Qt::KeyboardModifiers modifiers) {
  QWidget* target = QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get();
  QTest::keyClick(target, static_cast<Qt::Key>(key), modifiers);
}

void Story::trigger(const char* action) {
  QAction* found = m_window->actions().find(QString::fromLatin1(action));
  QVERIFY2(found && found->isEnabled(), action);
  found->trigger();
}

void Story::click(QWidget* widget, QPoint at) {
  QVERIFY(widget && widget->isVisible() && widget->isEnabled());
  QTest::mouseClick(widget, Qt::LeftButton, Qt::NoModifier, at.isNull() ? widget->rect().center() : at);
}

bool Story::clickRow(QAbstractItemView* view, const QString& text, bool isDouble) {
  const QAbstractItemModel* model = view->model();
  std::vector<QModelIndex> parents = {QModelIndex()};
  for (size_t i = 0; i < parents.size(); ++i)
    for (int row = 0; row < model->rowCount(parents[i]); ++row) {
      parents.push_back(model->index(row, 0, parents[i]));
      for (int column = 0; column < model->columnCount(parents[i]); ++column) {
        const QModelIndex index = model->index(row, column, parents[i]);
        if (!index.data().toString().contains(text)) continue;
        view->scrollTo(index);
        const QPoint middle = view->visualRect(index).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, middle);
        if (isDouble) QTest::mouseDClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, middle);
        return true;
      }
    }
  return false;
}

void Story::answerFileDialog(const QString& file) {
  auto* wait = new QTimer(qApp);
  QObject::connect(wait, &QTimer::timeout, wait, [wait, file] {
    auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
    if (!dialog) return;
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    wait->deleteLater();
    // Not typed letter by letter: the completer's list would take the keys.
    name->setText(file);
    QPushButton* accept = nullptr;
    for (QPushButton* button : dialog->findChildren<QPushButton*>())
      if (button->isDefault()) accept = button;
    accept ? QTest::mouseClick(accept, Qt::LeftButton) : dialog->reject();
  });
  wait->start(20);
}

void Story::save(QWidget& widget, const QString& name) {
  QVERIFY(widget.grab().save(heddle::test::pictureFile(QStringLiteral("stories/%1").arg(name))));
}

}  // namespace heddle::test
